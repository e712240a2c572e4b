package org.vicinity.geocoding.internal;

import java.util.List;

/** Stretches of words as text. */
final class Words {
    private Words() {}

    static String join(List<Token> tokens, int from, int to) {
        if (to - from == 1) {
            return tokens.get(from).text();
        }
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : " ").append(tokens.get(i).text());
        }
        return text.toString();
    }
}
