package io.varve.tck;

import io.varve.tck.SnapshotStoreContract.Commits;
import io.varve.tck.SnapshotStoreContract.Conflicts;
import io.varve.tck.SnapshotStoreContract.Discovery;
import io.varve.tck.SnapshotStoreContract.Durability;
import io.varve.tck.SnapshotStoreContract.Erasing;
import io.varve.tck.SnapshotStoreContract.Interrupts;
import io.varve.tck.SnapshotStoreContract.KilledProcess;
import io.varve.tck.SnapshotStoreContract.Lifecycle;
import io.varve.tck.SnapshotStoreContract.Limits;
import io.varve.tck.SnapshotStoreContract.Pages;
import io.varve.tck.SnapshotStoreContract.RacesInOneInstance;
import io.varve.tck.SnapshotStoreContract.RacesOfTwoInstances;
import io.varve.tck.SnapshotStoreContract.RacesOfTwoProcesses;
import io.varve.tck.SnapshotStoreContract.RandomOperations;
import io.varve.tck.SnapshotStoreContract.ReadsDuringChange;
import io.varve.tck.SnapshotStoreContract.ReadsDuringChangeByAnotherInstance;
import io.varve.tck.SnapshotStoreContract.ReadsDuringChangeByAnotherProcess;
import io.varve.tck.SnapshotStoreContract.Scans;
import io.varve.tck.SnapshotStoreContract.Tenants;

/** Mistakes that a plugin author could make, each with the group of tests that must find it. */
enum Mistake {
    A_CHECK_MAKES_A_TENANT(Commits.class),
    AN_EMPTY_VALUE_IS_ABSENT(Commits.class),
    NAMES_IGNORE_CASE(Commits.class),
    VALUES_ARE_OVERWRITTEN_IN_PLACE(Commits.class),
    AN_ABSENT_REF_MATCHES_NO_BYTES(Conflicts.class),
    UPDATES_BEFORE_THE_WRONG_ONE_ARE_APPLIED(Conflicts.class),
    A_CONFLICT_NAMES_ONLY_WHAT_DIFFERS(Conflicts.class),
    A_CONFLICT_LEAVES_OUT_ABSENT_REFS(Conflicts.class),
    CHECKS_ARE_IGNORED(Conflicts.class),
    VALUES_ARE_COMPARED_BY_LENGTH(Conflicts.class),
    REPUT_KEEPS_THE_OLD_STAMP(Pages.class),
    REPUT_TAKES_THE_NEW_STAMP(Pages.class),
    REPUT_REPLACES_THE_BYTES(Pages.class),
    REPUT_TAKES_THE_NEW_SIZE(Pages.class),
    PAGES_PUT_AGAIN_ARE_SAID_TO_BE_NEW(Pages.class),
    DELETING_INCLUDES_THE_BOUND(Pages.class),
    DELETING_COUNTS_WHAT_WAS_ASKED(Pages.class),
    DELETING_DOES_NOT_COMPARE_THE_GUARD(Pages.class),
    MISSING_PAGES_ARE_EMPTY(Pages.class),
    PAGES_ARE_ORDERED_SIGNED(Scans.class),
    AFTER_IS_INCLUSIVE(Scans.class),
    A_PREFIX_IS_A_PATTERN(Scans.class),
    A_PREFIX_ENDS_AT_TILDE(Scans.class),
    AFTER_OUTSIDE_THE_PREFIX_FINDS_NOTHING(Scans.class),
    THE_LARGEST_LIMIT_OVERFLOWS(Scans.class),
    A_SCAN_HOLDS_SOMETHING(Scans.class),
    A_TENANT_ENDS_AT_A_COLON(Tenants.class),
    TENANTS_IGNORE_CASE(Tenants.class),
    AN_EMPTY_TENANT_IS_LISTED(Tenants.class),
    A_TENANT_OF_PAGES_IS_NOT_LISTED(Tenants.class),
    ERASING_TAKES_PAGES_FIRST(Erasing.class),
    ERASING_TAKES_THE_MARK_WITH_THE_REFS(Erasing.class),
    ERASING_SPARES_LARGE_STAMPS(Erasing.class),
    ERASING_DOES_NOT_COMPARE_THE_MARK(Erasing.class),
    ERASING_TAKES_NEIGHBOURS(Erasing.class),
    ERASING_SAYS_DONE_TOO_EARLY(Erasing.class),
    LARGE_PAGES_ARE_CUT(Limits.class),
    NOTHING_IS_TOO_LARGE(Limits.class),
    UPDATES_ARE_COMPARED_BEFORE_THE_LOCK(RacesInOneInstance.class),
    CHECKS_ARE_COMPARED_BEFORE_THE_LOCK(RacesInOneInstance.class),
    ABSENCE_IS_COMPARED_BEFORE_THE_LOCK(RacesInOneInstance.class),
    STAMPS_ARE_COMPARED_BEFORE_THE_LOCK(RacesInOneInstance.class),
    GUARDS_ARE_COMPARED_BEFORE_THE_LOCK(RacesInOneInstance.class),
    EACH_INSTANCE_HAS_ITS_OWN_LOCK(RacesOfTwoInstances.class),
    AN_INSTANCE_ERASES_ONLY_WHAT_IT_BEGAN_WITH(RacesOfTwoInstances.class),
    EACH_PROCESS_HAS_ITS_OWN_LOCK(RacesOfTwoProcesses.class),
    A_SCAN_OF_REFS_IS_NOT_ONE_CUT(ReadsDuringChange.class),
    A_CONFLICT_IS_READ_LATER(ReadsDuringChange.class),
    REFS_ARE_WRITTEN_BEFORE_PAGES(ReadsDuringChange.class),
    A_REPUT_REMOVES_THE_PAGE_FIRST(ReadsDuringChange.class),
    READS_ARE_CACHED_IN_THE_INSTANCE(ReadsDuringChangeByAnotherInstance.class),
    READS_ARE_CACHED_IN_THE_PROCESS(ReadsDuringChangeByAnotherProcess.class),
    A_COMMIT_TAKES_SEVERAL_STEPS(KilledProcess.class),
    THE_PROVIDER_IGNORES_PROPERTIES(Discovery.class),
    CALLS_AFTER_CLOSE_WORK(Lifecycle.class),
    CALLS_AFTER_CLOSE_FAIL_OTHERWISE(Lifecycle.class),
    CLOSING_TWICE_FAILS(Lifecycle.class),
    CAPABILITIES_END_WITH_CLOSE(Lifecycle.class),
    INTERRUPTS_ARE_SWALLOWED(Interrupts.class),
    INTERRUPTS_BREAK_THE_STORE(Interrupts.class),
    INTERRUPTED_READS_ARE_OF_UNKNOWN_OUTCOME(Interrupts.class),
    REOPENING_FORGETS_STAMPS(Durability.class),
    REOPENING_FORGETS_THE_LAST_REF(Durability.class),
    A_REF_CREATED_THE_SEVENTH_TIME_IS_LOST(RandomOperations.class),
    A_FOREIGN_EXCEPTION_COMES_OUT(Lifecycle.class);

    final Class<?> foundBy;

    Mistake(Class<?> foundBy) {
        this.foundBy = foundBy;
    }

    /** The mistake that an instance makes which another process has opened. */
    Mistake inOtherProcess() {
        return switch (this) {
            case EACH_PROCESS_HAS_ITS_OWN_LOCK -> EACH_INSTANCE_HAS_ITS_OWN_LOCK;
            case READS_ARE_CACHED_IN_THE_PROCESS -> READS_ARE_CACHED_IN_THE_INSTANCE;
            default -> this;
        };
    }
}
