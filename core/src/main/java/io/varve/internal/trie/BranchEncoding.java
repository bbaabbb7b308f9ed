package io.varve.internal.trie;

import io.varve.internal.page.KeptContent;
import io.varve.internal.page.StoredPage;

/**
 * The bytes of a branch that was stored, so that one that was made from it can be stored as what differs.
 *
 * @param page how it was stored
 * @param content the content of its page
 */
public record BranchEncoding(StoredPage page, KeptContent content) {}
