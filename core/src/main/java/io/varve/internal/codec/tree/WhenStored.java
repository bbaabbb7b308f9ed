package io.varve.internal.codec.tree;

import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageTarget;
import io.varve.internal.page.PutListener;
import io.varve.internal.page.StoredForm;
import org.jspecify.annotations.Nullable;

/** Runs once both are so: the id of a page is known, and the page can be read. Either may come first, on any thread. */
final class WhenStored implements PutListener {

    private final Action action;
    private @Nullable PageLink link;
    private @Nullable StoredForm form;

    private WhenStored(Action action) {
        this.action = action;
    }

    /** What is done with a page that has been stored. */
    @FunctionalInterface
    interface Action {

        /**
         * Takes the page.
         *
         * @param form how it is stored
         */
        void accept(PageLink link, StoredForm form);
    }

    /** Puts a page, and lets an action know of it when it has been stored. */
    static PageLink put(PageTarget target, PageContent content, Action action) {
        WhenStored whenStored = new WhenStored(action);
        PageLink link = new PageLink(target.put(content, whenStored), content.hasLinks());
        whenStored.known(link);
        return link;
    }

    @Override
    public void stored(StoredForm storedForm) {
        PageLink known;
        synchronized (this) {
            form = storedForm;
            known = link;
        }
        if (known != null) {
            action.accept(known, storedForm);
        }
    }

    private void known(PageLink page) {
        StoredForm now;
        synchronized (this) {
            link = page;
            now = form;
        }
        if (now != null) {
            action.accept(page, now);
        }
    }
}
