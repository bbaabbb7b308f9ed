package io.varve.application;

import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import java.util.Objects;

/**
 * What an application knows of the tenant whose state it is.
 *
 * @param id the tenant's id; empty as long as nobody has said it
 * @param name what people call the tenant
 * @param properties anything else, such as its plan or region
 */
public record TenantInfo(String id, String name, Map<String, String> properties) {

    /** Of a tenant of which nothing is known yet. */
    public static final TenantInfo UNKNOWN = new TenantInfo("", "", HashMap.empty());

    /**
     * Makes an information.
     *
     * @param id the tenant's id
     * @param name what people call the tenant
     * @param properties anything else
     */
    public TenantInfo {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(properties, "properties");
    }

    /**
     * A tenant without properties.
     *
     * @param id its id
     * @param name what people call it
     * @return the information
     */
    public static TenantInfo of(String id, String name) {
        return new TenantInfo(id, name, HashMap.empty());
    }

    /**
     * The same with a property.
     *
     * @param property its name
     * @param value its value
     * @return the information
     */
    public TenantInfo with(String property, String value) {
        Objects.requireNonNull(property, "property");
        Objects.requireNonNull(value, "value");
        return new TenantInfo(id, name, properties.put(property, value));
    }
}
