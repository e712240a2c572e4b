package org.vicinity.matching.internal;

/** A square of the quadtree: immutable, so that a reader that has it needs no lock. */
abstract sealed class Node permits Branch, Leaf {
    /** The smallest radius below, in feet. */
    final char minFeet;

    /** The largest radius below, in feet. */
    final char maxFeet;

    Node(char minFeet, char maxFeet) {
        this.minFeet = minFeet;
        this.maxFeet = maxFeet;
    }
}
