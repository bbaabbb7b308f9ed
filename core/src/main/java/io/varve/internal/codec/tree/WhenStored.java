package io.varve.internal.codec.tree;

import io.varve.internal.page.PageContent;
import io.varve.internal.page.PageLink;
import io.varve.internal.page.PageTarget;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs once both are so: the id of a page is known, and the page can be read. Either may come first, on any thread. */
final class WhenStored implements Runnable {

    private final Consumer<PageLink> action;
    private @Nullable PageLink link;
    private boolean stored;

    private WhenStored(Consumer<PageLink> action) {
        this.action = action;
    }

    /** Puts a page, and lets an action know of it when it has been stored. */
    static PageLink put(PageTarget target, PageContent content, Consumer<PageLink> action) {
        WhenStored whenStored = new WhenStored(action);
        PageLink link = new PageLink(target.put(content, whenStored), content.hasLinks());
        whenStored.known(link);
        return link;
    }

    @Override
    public void run() {
        PageLink known;
        synchronized (this) {
            stored = true;
            known = link;
        }
        if (known != null) {
            action.accept(known);
        }
    }

    private void known(PageLink page) {
        boolean now;
        synchronized (this) {
            link = page;
            now = stored;
        }
        if (now) {
            action.accept(page);
        }
    }
}
