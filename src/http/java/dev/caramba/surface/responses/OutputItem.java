package dev.caramba.surface.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An item of a response while it is made. */
interface OutputItem {

    /** Writes what is new about the item. An item that has {@link #ended} is complete afterwards. */
    void write(EventText out, int outputIndex);

    /** Returns whether nothing more belongs to the item. */
    boolean ended();

    /** Returns the item; what has not ended is incomplete. */
    ObjectNode json();
}
