/**
 * Encryption at rest, between the engine and the store: {@link io.varve.internal.encryption.EncryptedStore} is a store that
 * keeps in another one what it is given, sealed. {@link io.varve.internal.encryption.TenantKeys} says with which keys; {@code
 * docs/decisions/0070-encryption.md} says what that protects and why it is safe.
 */
@NullMarked
package io.varve.internal.encryption;

import org.jspecify.annotations.NullMarked;
