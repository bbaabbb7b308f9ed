/**
 * The hash trie behind {@link io.varve.collection.PersistentMap}: its nodes, what reads and edits them, and the stable
 * hashes of keys. Its shape depends on the contents alone, never on the order of edits; start at {@link
 * io.varve.internal.trie.TrieMap}, and see {@code docs/decisions/0010-hash-trie.md} for the rules of the shape.
 */
@NullMarked
package io.varve.internal.trie;

import org.jspecify.annotations.NullMarked;
