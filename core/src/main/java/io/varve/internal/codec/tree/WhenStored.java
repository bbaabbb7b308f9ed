package io.varve.internal.codec.tree;

import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageTarget;
import io.varve.internal.page.PutListener;
import org.jspecify.annotations.Nullable;

/** Runs once both are so: the id of a page is known, and the page can be read. Either may come first, on any thread. */
final class WhenStored implements PutListener {

    private final Action action;
    private @Nullable PageLink link;
    private boolean stored;
    private boolean knownAsBase;

    private WhenStored(Action action) {
        this.action = action;
    }

    /** What is done with a page that has been stored. */
    @FunctionalInterface
    interface Action {

        /**
         * Takes the page.
         *
         * @param isBase see {@link PutListener#stored}
         */
        void accept(PageLink link, boolean isBase);
    }

    /** Puts a page, and lets an action know of it when it has been stored. */
    static PageLink put(PageTarget target, PageContent content, Action action) {
        WhenStored whenStored = new WhenStored(action);
        PageLink link = new PageLink(target.put(content, whenStored), content.hasLinks());
        whenStored.known(link);
        return link;
    }

    @Override
    public void stored(boolean isBase) {
        PageLink known;
        synchronized (this) {
            stored = true;
            knownAsBase = isBase;
            known = link;
        }
        if (known != null) {
            action.accept(known, isBase);
        }
    }

    private void known(PageLink page) {
        boolean now;
        boolean isBase;
        synchronized (this) {
            link = page;
            now = stored;
            isBase = knownAsBase;
        }
        if (now) {
            action.accept(page, isBase);
        }
    }
}
