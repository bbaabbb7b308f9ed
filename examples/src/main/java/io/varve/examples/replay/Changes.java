package io.varve.examples.replay;

import io.vavr.Tuple2;
import java.util.List;

/**
 * What a commit changes against its first parent. A rename is a removal and an addition.
 *
 * @param removed the paths that are gone
 * @param written the paths that are new or different, each with what it holds now
 */
record Changes(List<String> removed, List<Tuple2<String, Blob>> written) {}
