package io.varve.internal.trie;

/** Hashes the canonical bytes of keys: SipHash-1-3 with a fixed key for the hash, SHA-256 for the digest. */
final class CanonicalHasher extends KeyHasher {

    static final CanonicalHasher INSTANCE = new CanonicalHasher();

    private CanonicalHasher() {}

    @Override
    long hash(Object key) {
        if (key instanceof String string) {
            return SipHash.ofString(string);
        }
        SipHash hash = new SipHash();
        hash.putKey(key);
        return hash.finish();
    }

    @Override
    long[] digest(Object key) {
        Sha256Sink sink = new Sha256Sink();
        sink.putKey(key);
        return sink.finish();
    }
}
