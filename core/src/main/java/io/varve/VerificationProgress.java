package io.varve;

import java.util.Objects;

/**
 * How far {@link StateManager#verify()} is. The numbers of pages are those of the tenant at hand. They
 * grow, and begin again with each tenant, and if so much was removed meanwhile that the tenant has to be read again.
 *
 * @param tenant the tenant that is being verified
 * @param tenantsDone how many tenants were verified before it
 * @param tenants how many there are to verify in all
 * @param pagesRead how many of its pages were read and checked
 * @param pagesListed how many of its pages were listed since, to find those that nothing needs
 */
public record VerificationProgress(String tenant, int tenantsDone, int tenants, long pagesRead, long pagesListed) {

    /** Checks that nothing is null. */
    public VerificationProgress {
        Objects.requireNonNull(tenant, "tenant");
    }
}
