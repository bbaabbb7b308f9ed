package io.varve.internal.encryption;

import io.varve.CorruptDataException;
import io.varve.EncryptionException;
import io.varve.EncryptionException.Reason;
import io.varve.EncryptionKey;
import io.varve.KeyProvider;
import io.varve.UnsupportedFormatException;
import io.varve.VarveException;
import io.varve.spi.SnapshotStore;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import io.vavr.control.Option;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ciphers of tenants: found by the data key in the store and the key provider, and remembered until they are {@linkplain
 * #forget forgotten}. A tenant gets its data key before anything else of it is written.
 */
public final class TenantKeys implements TenantAccess {

    private static final Logger LOG = LoggerFactory.getLogger(TenantKeys.class);
    private static final int TRIES = 5;

    private final KeyRefs refs;
    private final RefScheme scheme;
    private final KeyProvider provider;
    private final ConcurrentHashMap<TenantId, Known> known = new ConcurrentHashMap<>();

    /**
     * What is known of a tenant.
     *
     * @param record the value of the key ref
     * @param isBeingCreated whether there was no mark, so that somebody else may yet give the tenant another data key
     */
    record Known(TenantCipher cipher, byte[] record, boolean isBeingCreated) {}

    /**
     * Begins with nothing known.
     *
     * @param store the store that holds the encrypted data
     */
    public TenantKeys(SnapshotStore store, RefScheme scheme, KeyProvider provider) {
        this.refs = new KeyRefs(store, scheme);
        this.scheme = scheme;
        this.provider = provider;
    }

    RefScheme scheme() {
        return scheme;
    }

    @Override
    public void beforeCreating(TenantId tenant) {
        forget(tenant);
        KeyRefs.Cut cut = refs.read(tenant);
        if (cut.mark() == null && !isOfUse(tenant, cut)) {
            refs.clear(tenant, cut.key());
        }
    }

    /** Whether a creation can go on with the key that another one, which was cut off or is under way, has left. */
    private boolean isOfUse(TenantId tenant, KeyRefs.Cut cut) {
        try {
            return read(tenant, cut).isPresent();
        } catch (EncryptionException | CorruptDataException | UnsupportedFormatException e) {
            if (e instanceof EncryptionException refused && refused.reason() == Reason.PROVIDER_FAILED) {
                throw e;
            }
            LOG.debug("tenant '{}' was once begun with a data key that can't be used: it gets another", tenant, e);
            return false;
        }
    }

    @Override
    public void beforeOpening(TenantId tenant) {
        forget(tenant);
        KeyRefs.Cut cut = refs.read(tenant);
        if (!refs.isAlive(cut)) {
            return;
        }
        KeyRecord record = recordOf(tenant, cut);
        Option<EncryptionKey> current = asked(tenant, () -> provider.currentKey(tenant.value()));
        boolean isCurrent = current.exists(key -> key.id().equals(record.keyId()));
        EncryptionKey key = isCurrent ? current.get() : olderKey(tenant, record);
        byte[] dataKey = unwrapped(tenant, record, key);
        try {
            known.put(tenant, known(tenant, cut, dataKey));
            if (!isCurrent && current.isDefined()) {
                rotate(tenant, record, dataKey, current.get());
            }
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    @Override
    public void forget(TenantId tenant) {
        known.remove(tenant);
    }

    void forgetAll() {
        known.clear();
    }

    /** The cipher of a tenant, or none if there is no such tenant. */
    Optional<Known> find(TenantId tenant) {
        Known remembered = known.get(tenant);
        if (remembered != null) {
            return Optional.of(remembered);
        }
        Optional<Known> found = read(tenant, refs.read(tenant));
        // Somebody who has just opened the tenant knows better.
        found.ifPresent(read -> known.putIfAbsent(tenant, read));
        return found;
    }

    /** The cipher of a tenant to which something is about to be written. */
    Known findOrCreate(TenantId tenant) {
        for (int tried = 1; tried <= TRIES; tried++) {
            Optional<Known> found = find(tenant);
            if (found.isPresent()) {
                return found.get();
            }
            create(tenant);
        }
        throw new StoreException(
                StoreException.Kind.UNAVAILABLE,
                "tenant '" + tenant + "' got no data key in " + TRIES
                        + " tries: it is being removed or created by others");
    }

    /** Looks again, and finds a cipher only if it is another than the one that was used. */
    Optional<Known> findOther(TenantId tenant, Known used) {
        KeyRefs.Cut cut = refs.read(tenant);
        if (Arrays.equals(cut.key(), used.record)) {
            return Optional.empty();
        }
        Optional<Known> other = read(tenant, cut);
        other.ifPresent(found -> known.put(tenant, found));
        return other;
    }

    /** Says that a commit has made the tenant exist. */
    void created(TenantId tenant, Known used) {
        known.replace(tenant, used, new Known(used.cipher, used.record, false));
    }

    private Optional<Known> read(TenantId tenant, KeyRefs.Cut cut) {
        if (cut.key() == null && !refs.isAlive(cut)) {
            return Optional.empty();
        }
        KeyRecord record = recordOf(tenant, cut);
        byte[] dataKey = unwrapped(tenant, record, olderKey(tenant, record));
        try {
            return Optional.of(known(tenant, cut, dataKey));
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    private static Known known(TenantId tenant, KeyRefs.Cut cut, byte[] dataKey) {
        return new Known(new TenantCipher(tenant, dataKey), requireKey(tenant, cut), cut.mark() == null);
    }

    private void create(TenantId tenant) {
        EncryptionKey key = asked(tenant, () -> provider.currentKey(tenant.value()))
                .getOrElseThrow(() -> new EncryptionException(
                        Reason.NO_KEY,
                        "tenant '" + tenant + "' can't be created: the key provider has no current key for it",
                        null));
        byte[] dataKey = KeyRecord.newDataKey();
        try {
            refs.createKey(tenant, wrapped(tenant, dataKey, key));
        } finally {
            Arrays.fill(dataKey, (byte) 0);
        }
    }

    private void rotate(TenantId tenant, KeyRecord former, byte[] dataKey, EncryptionKey current) {
        byte[] next = wrapped(tenant, dataKey, current);
        if (refs.replaceKey(tenant, former.encode(), next)) {
            LOG.info("the data key of tenant '{}' is kept under key '{}' from now on", tenant, current.id());
            known.computeIfPresent(tenant, (id, now) -> new Known(now.cipher, next, now.isBeingCreated));
        } else {
            LOG.debug("the key of tenant '{}' is left to the next who opens it: others wrote meanwhile", tenant);
        }
    }

    private KeyRecord recordOf(TenantId tenant, KeyRefs.Cut cut) {
        return KeyRecord.decode(scheme.key(), tenant, requireKey(tenant, cut));
    }

    private static byte[] requireKey(TenantId tenant, KeyRefs.Cut cut) {
        byte @Nullable [] key = cut.key();
        if (key == null) {
            throw new EncryptionException(
                    Reason.NOT_ENCRYPTED,
                    "tenant '" + tenant + "' is not encrypted, and a key provider was given: open it with a manager"
                            + " that has none",
                    null);
        }
        return key;
    }

    private EncryptionKey olderKey(TenantId tenant, KeyRecord record) {
        return asked(tenant, () -> provider.key(tenant.value(), record.keyId()))
                .getOrElseThrow(() -> new EncryptionException(
                        Reason.NO_KEY,
                        "tenant '" + tenant + "' is encrypted under key '" + record.keyId()
                                + "', which the key provider does not have. If it was destroyed, the tenant can only be"
                                + " removed",
                        null));
    }

    private static byte[] unwrapped(TenantId tenant, KeyRecord record, EncryptionKey key) {
        if (!key.id().equals(record.keyId())) {
            throw new EncryptionException(
                    Reason.PROVIDER_FAILED,
                    "the key provider was asked for key '" + record.keyId() + "' of tenant '" + tenant
                            + "' and gave key '" + key.id() + "'",
                    null);
        }
        try {
            return record.unwrap(tenant, key);
        } catch (AEADBadTagException e) {
            throw new EncryptionException(
                    Reason.WRONG_KEY,
                    "key '" + key.id() + "', as the key provider gave it, is not the one that tenant '" + tenant
                            + "' is encrypted under. Nothing is damaged: give the right one",
                    null);
        } catch (GeneralSecurityException e) {
            throw unusable(tenant, key, e);
        }
    }

    private static byte[] wrapped(TenantId tenant, byte[] dataKey, EncryptionKey key) {
        try {
            return KeyRecord.wrap(tenant, dataKey, key).encode();
        } catch (GeneralSecurityException e) {
            throw unusable(tenant, key, e);
        }
    }

    private static EncryptionException unusable(TenantId tenant, EncryptionKey key, GeneralSecurityException e) {
        return new EncryptionException(
                Reason.PROVIDER_FAILED,
                "key '" + key.id() + "' of tenant '" + tenant + "' can't be used with AES/GCM/NoPadding",
                e);
    }

    private static Option<EncryptionKey> asked(TenantId tenant, Supplier<Option<EncryptionKey>> question) {
        try {
            Option<EncryptionKey> answer = question.get();
            if (answer != null) {
                return answer;
            }
        } catch (VarveException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new EncryptionException(
                    Reason.PROVIDER_FAILED, "the key provider failed to give a key of tenant '" + tenant + "'", e);
        }
        throw new EncryptionException(
                Reason.PROVIDER_FAILED, "the key provider gave null for a key of tenant '" + tenant + "'", null);
    }
}
