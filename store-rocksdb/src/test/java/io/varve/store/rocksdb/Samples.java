package io.varve.store.rocksdb;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.varve.spi.Page;
import io.varve.spi.PageId;
import io.varve.spi.StoreException;
import io.varve.spi.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Values for tests, and what several tests ask. */
final class Samples {

    static final TenantId ACME = new TenantId("acme");
    static final TenantId OTHER = new TenantId("other");

    private Samples() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static PageId id(long number) {
        return new PageId(number * 0x9E3779B97F4A7C15L, number);
    }

    /** A page whose bytes follow from its number, so that who reads it can tell whether it is whole. */
    static Page page(long number, int size) {
        byte[] bytes = new byte[size];
        new Random(number).nextBytes(bytes);
        return new Page(id(number), bytes);
    }

    static StoreException faultOf(ThrowingCallable call) {
        StoreException fault = catchThrowableOfType(StoreException.class, call);
        if (fault == null) {
            throw new AssertionError("expected a StoreException, but the call returned");
        }
        return fault;
    }
}
