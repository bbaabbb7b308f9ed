package io.varve;

import io.varve.spi.PageId;
import io.varve.spi.SnapshotStore;
import io.varve.spi.TenantId;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A store in which some pages are damaged. */
final class SpoiledStore extends ForwardingStore {

    /** What happened to a page. */
    enum Damage {
        MISSING {
            @Override
            byte[] apply(byte[] page) {
                return null;
            }
        },
        ONE_BIT_FLIPPED {
            @Override
            byte[] apply(byte[] page) {
                byte[] copy = page.clone();
                copy[copy.length - 2] ^= 4;
                return copy;
            }
        },
        HEADER_FLIPPED {
            @Override
            byte[] apply(byte[] page) {
                byte[] copy = page.clone();
                copy[0] ^= 1;
                return copy;
            }
        },
        TRUNCATED {
            @Override
            byte[] apply(byte[] page) {
                return Arrays.copyOf(page, page.length / 2);
            }
        },
        EMPTY {
            @Override
            byte[] apply(byte[] page) {
                return new byte[0];
            }
        },
        ZEROED {
            @Override
            byte[] apply(byte[] page) {
                return new byte[page.length];
            }
        },
        LONGER {
            @Override
            byte[] apply(byte[] page) {
                return Arrays.copyOf(page, page.length + 1);
            }
        };

        abstract byte @Nullable [] apply(byte[] page);
    }

    private final Set<PageId> spoiled = ConcurrentHashMap.newKeySet();
    private final Damage damage;

    SpoiledStore(SnapshotStore store, Damage damage) {
        super(store);
        this.damage = damage;
    }

    void spoil(PageId id) {
        spoiled.add(id);
    }

    void repair() {
        spoiled.clear();
    }

    @Override
    public Map<PageId, byte[]> getPages(TenantId tenant, Collection<PageId> ids) {
        Map<PageId, byte[]> pages = new HashMap<>();
        super.getPages(tenant, ids).forEach((id, bytes) -> {
            byte[] found = spoiled.contains(id) ? damage.apply(bytes) : bytes;
            if (found != null) {
                pages.put(id, found);
            }
        });
        return pages;
    }
}
