package io.varve.internal.engine;

import io.vavr.control.Option;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What a state weighs, as it travels with the state's root in the store.
 *
 * @param bytes the weight, or -1 if it is not known
 * @param rule the rule it was found by; a weight by another rule says nothing
 */
record StateWeight(long bytes, int rule) {

    static final StateWeight UNKNOWN = new StateWeight(-1, 0);

    /** Whether the weight is known by a rule. */
    boolean isBy(int wanted) {
        return bytes >= 0 && rule == wanted;
    }

    /** The weight if it is known by a rule. */
    Option<Long> by(int wanted) {
        return Option.when(isBy(wanted), bytes);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(bytes);
        out.writeInt(rule);
    }

    static StateWeight read(DataInputStream in) throws IOException {
        return new StateWeight(in.readLong(), in.readInt());
    }
}
