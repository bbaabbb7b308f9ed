package io.varve.metrics;

/**
 * What went wrong, and was mended or reported.
 *
 * @param storeRetries how many calls of the store were made again because it was unavailable, or could not tell the
 *     outcome of something that may be done twice
 * @param commitRetries how many commits were made again because the first was found not to have been applied
 * @param unknownOutcomes how many commits there were whose outcome the store could not tell
 * @param backgroundFailures how many writes in the background failed, tries of the same write counted each
 * @param listenerFailures how often a {@link io.varve.event.TenantListener} threw, or had not handled all
 *     when the manager was closed
 */
public record FaultMetrics(
        long storeRetries, long commitRetries, long unknownOutcomes, long backgroundFailures, long listenerFailures) {}
