package dev.caramba.dialect;

import java.util.Locale;

/** Brings media types into the form that providers accept who know a few of them by name. */
public final class MediaTypes {

    private MediaTypes() {}

    /** Returns the registered name of the type, in lower case. */
    public static String registered(String type) {
        var name = type.strip().toLowerCase(Locale.ROOT);
        return name.equals("image/jpg") ? "image/jpeg" : name;
    }

    /** Returns whether this is the type of a text. */
    public static boolean isText(String type) {
        return registered(type).startsWith("text/");
    }
}
