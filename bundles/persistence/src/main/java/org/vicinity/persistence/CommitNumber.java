package org.vicinity.persistence;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Table;

/** The one row that {@link CommitNumbers} counts in. */
@Entity
@Table(name = "commit_number")
public class CommitNumber {
    @Id
    private int id;

    @Column(name = "last_number", nullable = false)
    private long last;

    long next() {
        return ++last;
    }
}
