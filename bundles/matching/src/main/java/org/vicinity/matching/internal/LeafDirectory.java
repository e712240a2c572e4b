package org.vicinity.matching.internal;

import java.util.Arrays;

/**
 * In which leaf is a circle? An open-addressed table of four bytes an entry: 24 bits name the leaf, 8 bits are a tag of
 * the id, and the id itself is only in the leaf. So a find looks into a leaf to be sure, which is rarely in vain.
 *
 * <p>Two ids of one leaf may share a tag, and then a search for the one may come upon the entry of the other. That does
 * no harm: both entries are on the way of both searches (probing is linear, and a removed entry stays as a mark until the
 * next rehash), so the two entries can stand for each other.
 *
 * <p>Only the writer uses it: not thread-safe.
 */
final class LeafDirectory {
    private static final int MAX_LEAVES = (1 << 24) - 2;
    private static final int REMOVED = 1;
    private static final double FULL = 0.8;
    private static final double FILLED_BY_REHASH = 0.66;

    private Leaf[] leaves = new Leaf[16];
    private int leafCount;
    private int[] free = new int[16];
    private int freeCount;

    private int[] slots = new int[64];
    private int live;
    private int removed;

    int size() {
        return live;
    }

    /** Makes room, so that adding this many entries to an empty directory needs no rehash. */
    void expect(int entries) {
        slots = new int[capacityFor(entries)];
    }

    /** A number for a new leaf. */
    int nextNumber() {
        if (freeCount > 0) {
            return free[--freeCount];
        }
        if (leafCount == MAX_LEAVES) {
            throw new IllegalStateException("The index is full: it has " + MAX_LEAVES + " leaves");
        }
        if (leafCount == leaves.length) {
            leaves = Arrays.copyOf(leaves, leafCount + leafCount / 4);
        }
        return leafCount++;
    }

    /** Takes the leaf in under its number, instead of the one before. */
    void keep(Leaf leaf) {
        leaves[leaf.number] = leaf;
    }

    void release(int number) {
        leaves[number] = null;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount + freeCount / 2);
        }
        free[freeCount++] = number;
    }

    /** The leaf that holds the id, or null. */
    Leaf find(long id) {
        long hash = mix(id);
        int tag = (int) (hash & 0xff);
        int slot = home(hash);
        for (int found = slots[slot]; found != 0; found = slots[slot]) {
            if ((found & 0xff) == tag && found != REMOVED) {
                Leaf leaf = leaves[(found >>> 8) - 1];
                if (leaf.indexOf(id) >= 0) {
                    return leaf;
                }
            }
            slot = next(slot);
        }
        return null;
    }

    /** The id must not be in the directory yet, nor in the leaf that is kept: a rehash reads the leaves. */
    void add(long id, int leaf) {
        if (live + removed + 1 > slots.length * FULL) {
            rehash();
        }
        place(id, leaf);
        live++;
    }

    void remove(long id, int leaf) {
        int slot = slotOf(id, leaf);
        live--;
        if (slots[next(slot)] != 0) {
            slots[slot] = REMOVED;
            removed++;
            return;
        }
        // No search goes on beyond here, so neither this mark nor those just before it are needed.
        slots[slot] = 0;
        for (int before = previous(slot); slots[before] == REMOVED; before = previous(before)) {
            slots[before] = 0;
            removed--;
        }
    }

    /** The id goes over from one leaf to another. */
    void move(long id, int from, int to) {
        if (from != to) {
            slots[slotOf(id, from)] = entry(mix(id), to);
        }
    }

    private void place(long id, int leaf) {
        long hash = mix(id);
        int slot = home(hash);
        while (slots[slot] > REMOVED || slots[slot] < 0) {
            slot = next(slot);
        }
        if (slots[slot] == REMOVED) {
            removed--;
        }
        slots[slot] = entry(hash, leaf);
    }

    private int slotOf(long id, int leaf) {
        long hash = mix(id);
        int wanted = entry(hash, leaf);
        int slot = home(hash);
        while (slots[slot] != wanted) {
            if (slots[slot] == 0) {
                throw new IllegalStateException("The directory lost an entry");
            }
            slot = next(slot);
        }
        return slot;
    }

    private int next(int slot) {
        return slot + 1 == slots.length ? 0 : slot + 1;
    }

    private int previous(int slot) {
        return slot == 0 ? slots.length - 1 : slot - 1;
    }

    /** The old table is not needed for it: the leaves know what they hold. */
    private void rehash() {
        slots = new int[0];
        slots = new int[capacityFor(live + 1)];
        removed = 0;
        for (int number = 0; number < leafCount; number++) {
            if (leaves[number] != null) {
                for (long id : leaves[number].ids) {
                    place(id, number);
                }
            }
        }
    }

    private static int capacityFor(int entries) {
        return (int) Math.max(64, Math.min(Integer.MAX_VALUE - 8, entries / FILLED_BY_REHASH));
    }

    private int home(long hash) {
        return (int) (((hash >>> 32) * slots.length) >>> 32);
    }

    private static int entry(long hash, int leaf) {
        return (leaf + 1) << 8 | (int) (hash & 0xff);
    }

    /** MurmurHash3's finaliser: ids are mostly consecutive, and all bits of the hash are used. */
    private static long mix(long id) {
        long h = id;
        h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }
}
