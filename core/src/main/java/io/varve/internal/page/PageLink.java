package io.varve.internal.page;

import io.varve.spi.PageId;
import java.util.Objects;

/**
 * One page's mention of another.
 *
 * @param id the page meant
 * @param hasLinks whether that page mentions further ones; if not, whoever marks reachable pages need not read it
 */
public record PageLink(PageId id, boolean hasLinks) {

    public PageLink {
        Objects.requireNonNull(id, "id");
    }
}
