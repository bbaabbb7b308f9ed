package io.varve;

import io.vavr.control.Option;

/**
 * Gives the keys under which tenants are kept; see {@link StateManagerBuilder#encryption}. It stands before whatever keeps
 * the application's keys: a key store of the JDK, a hardware module, a service.
 *
 * <p>Each tenant has one random data key, by which all that it stores is encrypted. What is stored of that is only what it is
 * when encrypted under a key from here. So:
 *
 * <ul>
 *   <li><b>To rotate</b> a tenant's key, have {@link #currentKey} return another. The next time the tenant is opened its data
 *       key is encrypted under that one instead, which costs one small write whatever the size of the tenant. From then on the
 *       older key is of use only for backups that were made before.
 *   <li><b>To erase</b> a tenant everywhere, backups included, destroy all its keys. It can then be {@linkplain
 *       StateManager#removeTenant removed}, and nothing else. For that, no two tenants may share a key.
 * </ul>
 *
 * <p>Both methods are called by several threads at once, while a tenant is created, opened or looked at, and then not again
 * until it is closed: a manager keeps what it derived from the data key for as long as the tenant is open, and nothing of the
 * keys from here. They may take their time, but a manager opens one tenant at a time. They must not call the manager. What
 * they throw is reported as an {@link EncryptionException} with that as its cause, whose message therefore must not show a
 * key.
 */
public interface KeyProvider {

    /**
     * The key under which a tenant is to be kept from now on. Where it does not exist yet, it is to be made, and to be kept
     * safely before it is returned: a tenant whose key is lost is lost.
     *
     * @param tenant the tenant's id
     * @return the key; none if there is none for this tenant, which then can't be created, or is no longer, so that a tenant
     *     that is kept under an older one stays as it is
     */
    Option<EncryptionKey> currentKey(String tenant);

    /**
     * A key that was a tenant's current one once.
     *
     * @param tenant the tenant's id
     * @param id the key's id
     * @return the key; none if it is not known, or was destroyed
     */
    Option<EncryptionKey> key(String tenant, String id);
}
