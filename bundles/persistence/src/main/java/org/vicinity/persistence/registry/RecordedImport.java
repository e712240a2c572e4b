package org.vicinity.persistence.registry;

import java.time.Instant;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Id;
import javax.persistence.Lob;
import javax.persistence.Table;

/** A snapshot that was taken in, and what became of it. */
@Entity
@Table(name = "registry_import")
public class RecordedImport {
    @Id
    private String id;

    @Column(nullable = false)
    private String feed;

    @Column(name = "snapshot_format", nullable = false)
    private String format;

    @Column(name = "import_state", nullable = false)
    private String state;

    @Lob
    @Column(nullable = false)
    private String report;

    @Column(name = "started_at", nullable = false)
    private Instant startedAt;

    @Column(name = "finished_at")
    private Instant finishedAt;

    @Column(name = "commit_number")
    private Long number;

    @Column(nullable = false)
    private int approved;

    @Column(nullable = false)
    private int resumptions;

    protected RecordedImport() {}

    public RecordedImport(String id, String feed, String format, Instant startedAt) {
        this.id = id;
        this.feed = feed;
        this.format = format;
        this.startedAt = startedAt;
    }

    /**
     * @param newReport JSON
     * @param when null while it runs
     */
    public void report(String newState, String newReport, Instant when) {
        state = newState;
        report = newReport;
        finishedAt = when;
    }

    /** It changed something, under this number. */
    public void applied(long commitNumber) {
        number = commitNumber;
    }

    /** An operator wants it applied, whatever stood in its way: also after a restart. */
    public void approve(String newState) {
        state = newState;
        approved = 1;
    }

    /** It begins again, as the process ended while it ran. @return how often so far */
    public int resume(String newReport) {
        report = newReport;
        return ++resumptions;
    }

    public String id() {
        return id;
    }

    public String feed() {
        return feed;
    }

    public String format() {
        return format;
    }

    public String state() {
        return state;
    }

    public String report() {
        return report;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** The number of its changes, null where it changed nothing that could be undone. */
    public Long number() {
        return number;
    }

    public boolean approved() {
        return approved != 0;
    }
}
