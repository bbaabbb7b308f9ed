package io.varve.tck;

import io.varve.spi.StoreException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;

/**
 * Which calls of a {@link FaultStore} go wrong, and how. The policies made here keep nothing in mind: what happens to a
 * call depends on its numbers alone, so that a run with one thread can be repeated.
 *
 * <pre>{@code
 * FaultPolicy.onWrite(7, Fault.unknown(true))                                  // the eighth write
 * FaultPolicy.fromWrite(7, Fault.unavailable())                                // the eighth and all after it
 * FaultPolicy.random(seed, 0.05, Fault.unavailable(), Fault.unknown(false))    // one call in twenty
 *         .or(FaultPolicy.always(new Fault.Delay(Duration.ofMillis(2))).only(StoreMethod.GET_PAGES))
 * }</pre>
 */
@FunctionalInterface
public interface FaultPolicy {

    /**
     * A call that a store is about to make.
     *
     * @param method what is called
     * @param number how many calls there were before, since the store follows its policy
     * @param writes how many of those calls were writes: of a write, this is its number, from 0
     */
    record Call(StoreMethod method, long number, long writes) {}

    /**
     * Decides about a call. Many threads may ask at once.
     *
     * @param call the call
     * @return what goes wrong, or empty if nothing does
     */
    Optional<Fault> decide(Call call);

    /**
     * Nothing goes wrong.
     *
     * @return the policy
     */
    static FaultPolicy none() {
        return call -> Optional.empty();
    }

    /**
     * Every call goes wrong.
     *
     * @param fault how
     * @return the policy
     */
    static FaultPolicy always(Fault fault) {
        return call -> Optional.of(fault);
    }

    /**
     * Some writes go wrong.
     *
     * @param which tells from the number of a write, from 0, whether it does
     * @param fault how
     * @return the policy
     */
    static FaultPolicy onWrites(LongPredicate which, Fault fault) {
        return call -> call.method().writes() && which.test(call.writes()) ? Optional.of(fault) : Optional.empty();
    }

    /**
     * One write goes wrong.
     *
     * @param number its number, from 0
     * @param fault how
     * @return the policy
     */
    static FaultPolicy onWrite(long number, Fault fault) {
        return onWrites(write -> write == number, fault);
    }

    /**
     * All writes go wrong from one on.
     *
     * @param number the number of the first, from 0
     * @param fault how
     * @return the policy
     */
    static FaultPolicy fromWrite(long number, Fault fault) {
        return onWrites(write -> write >= number, fault);
    }

    /**
     * The process ends in the middle of one write: that goes wrong, and no call after it does anything, reads neither.
     *
     * @param number the number of the write, from 0
     * @param fault what becomes of that write
     * @return the policy
     */
    static FaultPolicy crashAtWrite(long number, Fault fault) {
        Fault end = new Fault.Before(StoreException.Kind.CLOSED);
        return onWrite(number, fault).or(call -> call.writes() > number ? Optional.of(end) : Optional.empty());
    }

    /**
     * Calls go wrong by chance. The seed and a call's number decide.
     *
     * @param seed the seed
     * @param probability how likely a call goes wrong, from 0 to 1
     * @param faults how: one of these, each as likely as any other
     * @return the policy
     * @throws IllegalArgumentException if no fault is given
     */
    static FaultPolicy random(long seed, double probability, Fault... faults) {
        List<Fault> choices = List.of(faults);
        if (choices.isEmpty()) {
            throw new IllegalArgumentException("a random policy chooses among faults; none was given");
        }
        long start = new SplittableRandom(seed).nextLong(); // so that neighbouring seeds don't share their calls' fates
        return call -> {
            SplittableRandom random = new SplittableRandom(start + call.number());
            return random.nextDouble() < probability
                    ? Optional.of(choices.get(random.nextInt(choices.size())))
                    : Optional.empty();
        };
    }

    /**
     * This policy for some methods, and no fault for the others.
     *
     * @param first a method
     * @param more more of them
     * @return the policy
     */
    default FaultPolicy only(StoreMethod first, StoreMethod... more) {
        Set<StoreMethod> methods = EnumSet.of(first, more);
        return call -> methods.contains(call.method()) ? decide(call) : Optional.empty();
    }

    /**
     * This policy, and another one for the calls that it lets pass.
     *
     * @param next the other one
     * @return the policy
     */
    default FaultPolicy or(FaultPolicy next) {
        return call -> decide(call).or(() -> next.decide(call));
    }
}
