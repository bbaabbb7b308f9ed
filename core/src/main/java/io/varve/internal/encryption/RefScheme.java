package io.varve.internal.encryption;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What has to be known of a tenant's refs to encrypt them.
 *
 * @param mark the name of the ref that makes a tenant exist; it is created after, and erased after, every other
 * @param key the name of the ref that holds the data key. It follows the mark in the order of names, and nothing comes between
 *     them, so that both can be read as they were at one instant
 * @param isErasing whether the value of a mark says that the tenant is being removed
 * @param secrecy what of a ref of some name must not be seen
 */
public record RefScheme(String mark, String key, Predicate<byte[]> isErasing, Function<String, Secrecy> secrecy) {

    /** What of a ref must not be seen. */
    public enum Secrecy {
        /** Nothing: it is of use to those who don't have the key, and tells nothing of the content. */
        NONE,
        /** The value. */
        VALUE,
        /** The value, and the 32 hexadecimal digits in the name after the first slash, which are a hash of content. */
        VALUE_AND_NAME
    }
}
