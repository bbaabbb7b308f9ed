package io.varve.examples.replay;

import io.vavr.control.Option;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;

/** The tags that name commits of a line. */
final class Tags {

    private final List<Tag> all;
    private final Map<Integer, List<Tag>> byNumber = new HashMap<>();
    private final int elsewhere;

    private Tags(List<Tag> all, int elsewhere) {
        this.all = List.copyOf(all);
        this.elsewhere = elsewhere;
        for (Tag tag : all) {
            byNumber.computeIfAbsent(tag.number(), ignored -> new ArrayList<>()).add(tag);
        }
    }

    /**
     * Reads a repository's tags.
     *
     * @param repository the repository
     * @param numbers the positions of the line's commits
     */
    static Tags read(Repository repository, Map<String, Integer> numbers) throws IOException {
        List<Tag> all = new ArrayList<>();
        int elsewhere = 0;
        try (RevWalk walk = new RevWalk(repository)) {
            for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Constants.R_TAGS)) {
                RevObject named = walk.parseAny(ref.getObjectId());
                Integer number = numbers.get(walk.peel(named).name());
                if (number == null) {
                    elsewhere++;
                } else {
                    all.add(tag(ref.getName().substring(Constants.R_TAGS.length()), number, named));
                }
            }
        }
        all.sort(Comparator.comparingInt(Tag::number).thenComparing(Tag::name));
        return new Tags(all, elsewhere);
    }

    private static Tag tag(String name, int number, RevObject named) {
        String fitting = SnapshotNames.ofTag(name);
        if (named instanceof RevTag annotated) {
            PersonIdent tagger = annotated.getTaggerIdent();
            return new Tag(
                    fitting,
                    number,
                    true,
                    tagger == null ? Option.none() : SnapshotNames.ofPerson(tagger.getName()),
                    Option.some(annotated.getShortMessage()));
        }
        String subject = named instanceof RevCommit commit ? commit.getShortMessage() : "";
        return new Tag(fitting, number, false, Option.none(), Option.when(!subject.isEmpty(), subject));
    }

    /** All tags, in the order of the line. */
    List<Tag> all() {
        return all;
    }

    /** The tags of one commit. */
    List<Tag> at(int number) {
        return byNumber.getOrDefault(number, List.of());
    }

    /** How many tags name something else: commits beside the line, trees, blobs. */
    int elsewhere() {
        return elsewhere;
    }
}
