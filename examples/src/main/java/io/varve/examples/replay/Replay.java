package io.varve.examples.replay;

import io.varve.SnapshotInfo;
import io.varve.SnapshotRef;
import io.varve.SnapshotRequest;
import io.varve.Tenant;
import io.vavr.control.Option;

/**
 * Applies a history to a tenant, commit by commit: a named snapshot for each tag, an automatic one every so many commits
 * and at the end. Begins where the tenant's head stands, so it can be cut off anywhere and run again.
 */
final class Replay {

    private final History history;
    private final Tenant<Tree> tenant;
    private final int every;
    private final ReplayListener listener;

    Replay(History history, Tenant<Tree> tenant, int every, ReplayListener listener) {
        this.history = history;
        this.tenant = tenant;
        this.every = every;
        this.listener = listener;
    }

    void run() {
        int start = position();
        listener.startsAfter(start);
        if (start > 0) {
            takeSnapshots(history.commitAt(start)); // the last run may have been cut off between two of them
        }
        for (int number = start + 1; number <= history.size(); number++) {
            Commit commit = history.commitAt(number);
            Changes changes = history.changesAt(number);
            tenant.apply(tree -> tree.after(commit, changes));
            listener.applied(number);
            takeSnapshots(commit);
        }
    }

    /** The number of the commit that the head stands at. */
    private int position() {
        Option<Commit> head = tenant.state().head();
        if (head.isEmpty()) {
            return 0;
        }
        return history.numberOf(head.get().id())
                .getOrElseThrow(() -> new ReplayException("the store stands at commit "
                        + head.get().id() + ", which is not among the " + history.size()
                        + " commits to replay: give an empty store, or a higher --limit"));
    }

    private void takeSnapshots(Commit commit) {
        for (Tag tag : history.tagsAt(commit.number())) {
            Option<SnapshotInfo> existing = tenant.find(SnapshotRef.named(tag.name()));
            if (existing.isEmpty()) {
                take(commit, tag.tagger().getOrElse(commit.author()), request(tag));
            } else if (!isOf(existing.get(), commit)) {
                throw new ReplayException("the store has a snapshot '" + tag.name() + "' of another commit ("
                        + States.commitOf(existing.get()).getOrElse("unknown") + ") than the tag names now ("
                        + commit.id() + "): give an empty store");
            }
        }
        boolean due = commit.number() % every == 0 || commit.number() == history.size();
        if (due && !tenant.find(SnapshotRef.latest()).exists(latest -> isOf(latest, commit))) {
            take(
                    commit,
                    commit.author(),
                    SnapshotRequest.automatic().describedAs(SnapshotNames.description(commit.subject())));
        }
    }

    private static SnapshotRequest request(Tag tag) {
        SnapshotRequest request =
                SnapshotRequest.named(tag.name()).tagged(tag.annotated() ? "annotated" : "lightweight");
        return tag.message()
                .map(SnapshotNames::description)
                .map(request::describedAs)
                .getOrElse(request);
    }

    private void take(Commit commit, String creator, SnapshotRequest request) {
        SnapshotRequest withCommit = request.with(States.COMMIT, commit.id());
        SnapshotInfo info = tenant.snapshot(
                SnapshotNames.ofPerson(creator).map(withCommit::by).getOrElse(withCommit));
        listener.acknowledged(info, commit.number());
    }

    private static boolean isOf(SnapshotInfo info, Commit commit) {
        return States.commitOf(info).contains(commit.id());
    }
}
