package org.vicinity.persistence.registry;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.GeneratedValue;
import javax.persistence.GenerationType;
import javax.persistence.Id;
import javax.persistence.SequenceGenerator;
import javax.persistence.Table;

/** One word of an offender's name or alias, to search by. */
@Entity
@Table(name = "offender_name")
public class OffenderName {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "offender_name_seq")
    @SequenceGenerator(name = "offender_name_seq", sequenceName = "offender_name_seq", allocationSize = 50)
    private Long id;

    @Column(name = "offender_id", nullable = false)
    private String offenderId;

    @Column(name = "word", nullable = false)
    private String word;

    @Column(name = "sound", nullable = false)
    private String sound;

    protected OffenderName() {}

    /** @param sound how the word sounds; empty where that can't be said */
    public OffenderName(String offenderId, String word, String sound) {
        this.offenderId = offenderId;
        this.word = word;
        this.sound = sound;
    }
}
