package io.varve.internal.engine;

import io.varve.spi.TenantId;

/** What an open timeline is called, which may change, and where its refs are, which stays. Thread-safe. */
final class TimelineLabel {

    static final String MAIN = "main";

    private final TenantId tenant;
    private final TimelineRefs refs;
    private volatile String name;

    TimelineLabel(TenantId tenant, TimelineRefs refs, String name) {
        this.tenant = tenant;
        this.refs = refs;
        this.name = name;
    }

    static TimelineLabel main(TenantId tenant) {
        return new TimelineLabel(tenant, TimelineRefs.MAIN, MAIN);
    }

    TenantId tenant() {
        return tenant;
    }

    TimelineRefs refs() {
        return refs;
    }

    String name() {
        return name;
    }

    void renamed(String next) {
        name = next;
    }

    /** How messages call it; a tenant's main timeline is the tenant to whoever has no other. */
    @Override
    public String toString() {
        return (refs.isMain() ? "" : "timeline '" + name + "' of ") + "tenant '" + tenant + "'";
    }
}
