package io.varve;

import io.varve.internal.text.TextLimits;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.control.Option;
import java.util.Objects;

/**
 * Who changes a state, and why. A change made with a context is kept in the tenant's audit trail, {@link Tenant#audit()}.
 * Immutable: each method returns a new context. The limits are those of {@link SnapshotRequest}.
 *
 * <pre>{@code
 * TransitionContext.by("admin").because("the price list of May").with("ticket", "42")
 * }</pre>
 *
 * @param who who makes the change, 1 to {@value SnapshotRequest#MAX_NAME_LENGTH} characters without control characters
 * @param reason why, at most {@value SnapshotRequest#MAX_TEXT_LENGTH} characters
 * @param metadata anything else: at most {@value SnapshotRequest#MAX_ITEMS} entries, the keys as long as who makes the
 *     change at most and the values as long as a reason
 */
public record TransitionContext(Option<String> who, Option<String> reason, Map<String, String> metadata) {

    private static final TransitionContext ANONYMOUS =
            new TransitionContext(Option.none(), Option.none(), LinkedHashMap.empty());

    /**
     * Checks all of it.
     *
     * @param who who makes the change
     * @param reason why
     * @param metadata anything else
     * @throws IllegalArgumentException if a text is too long, a name is empty or has control characters, or there are
     *     too many entries
     */
    public TransitionContext {
        Objects.requireNonNull(who, "who").forEach(text -> TextLimits.requireName("who makes a change", text));
        Objects.requireNonNull(reason, "reason")
                .forEach(text -> TextLimits.requireText("the reason of a change", text));
        TextLimits.requireFew(
                "a change's metadata",
                Objects.requireNonNull(metadata, "metadata").size());
        TextLimits.requireMetadata("a change's", metadata);
        // A context outlives the change, and a map of the application's may hold on to much more.
        metadata = LinkedHashMap.ofEntries(metadata);
    }

    /**
     * A change that somebody makes.
     *
     * @param who a name
     * @return the context
     * @throws IllegalArgumentException if the name is empty, too long or has control characters
     */
    public static TransitionContext by(String who) {
        Objects.requireNonNull(who, "who");
        return new TransitionContext(Option.some(who), Option.none(), LinkedHashMap.empty());
    }

    /**
     * A change of which it is not said who makes it; it is kept in the audit trail all the same.
     *
     * @return the context
     */
    public static TransitionContext anonymous() {
        return ANONYMOUS;
    }

    /**
     * Says why.
     *
     * @param text the reason
     * @return a new context
     * @throws IllegalArgumentException if the reason is too long
     */
    public TransitionContext because(String text) {
        Objects.requireNonNull(text, "text");
        return new TransitionContext(who, Option.some(text), metadata);
    }

    /**
     * Adds an entry of metadata.
     *
     * @param key its key
     * @param value its value
     * @return a new context
     * @throws IllegalArgumentException if one of them is too long, the key is empty or has control characters, or there
     *     are too many entries
     */
    public TransitionContext with(String key, String value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        return new TransitionContext(who, reason, metadata.put(key, value));
    }
}
