package timonier.store;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import timonier.kit.loop.Disk;

/// Notes, in a file next to a log, how long the log was known to be, so that a log that lost its
/// end is found out.
///
/// A log that is cut off where a record ends looks whole. So after each sync a note records the
/// log's length, its newest revision, and the time. Notes are not synced themselves: a power cut
/// may take the newest ones, but those that are left are true. There is one note for each batch, so
/// the last batch is the difference between the last two notes.
///
/// ```
/// length of the log (8 bytes) · revision (8) · milliseconds since 1970 (8) · CRC-32C of these (4)
/// ```
final class Witness implements AutoCloseable {

  private static final String PREFIX = "witness-";
  private static final int FIXED = 24;
  private static final int SIZE = FIXED + 4;

  /// How many notes a file holds before it starts afresh: 280 kB, read at each start.
  private static final int MOST = 10_000;

  private final Disk disk;
  private final Supplier<Instant> clock;
  private final String name;
  private Optional<Disk.Appender> file = Optional.empty();
  private Note newest = Note.NOTHING;
  private int count;

  /// What was known to be on disk at one moment.
  ///
  /// @param length how much of the log was on disk
  /// @param revision the newest in it
  /// @param millis when, in milliseconds since 1970
  record Note(long length, long revision, long millis) {
    static final Note NOTHING = new Note(0, 0, 0);

    byte[] bytes() {
      var buffer = ByteBuffer.allocate(SIZE).putLong(length).putLong(revision).putLong(millis);
      return buffer.putInt(LogRecord.checksum(buffer.array(), 0, FIXED)).array();
    }
  }

  /// Makes the witness of the log that follows a revision.
  Witness(Disk disk, long base, Supplier<Instant> clock) {
    this.disk = disk;
    this.clock = clock;
    this.name = PREFIX + "%020d".formatted(base);
  }

  /// Returns the notes that are whole, the oldest first.
  List<Note> notes() {
    if (!disk.list().contains(name)) {
      return List.of();
    }
    var notes = new ArrayList<Note>();
    var bytes = ByteBuffer.wrap(disk.read(name));
    while (bytes.remaining() >= SIZE) {
      var isWhole =
          LogRecord.checksum(bytes.array(), bytes.position(), FIXED)
              == bytes.getInt(bytes.position() + FIXED);
      var note = new Note(bytes.getLong(), bytes.getLong(), bytes.getLong());
      bytes.getInt();
      if (isWhole) {
        notes.add(note);
      }
    }
    return notes;
  }

  /// Starts afresh with the notes of the last batch and the one before; deletes the witnesses of
  /// other logs.
  void begin(Note before, Note last) {
    close();
    disk.list().stream().filter(file -> file.startsWith(PREFIX)).forEach(disk::delete);
    file = Optional.of(disk.append(name));
    count = 0;
    write(before);
    write(last);
  }

  /// Notes that the log was synced.
  void synced(long length, long revision) {
    var note = new Note(length, revision, clock.get().toEpochMilli());
    if (count < MOST) {
      write(note);
    } else {
      begin(newest, note);
    }
  }

  /// A full disk takes no note, but the log goes on. The next note starts a fresh file, since a
  /// part of this one may be on disk.
  private void write(Note note) {
    try {
      file.ifPresent(open -> open.write(note.bytes(), 0, SIZE));
      count++;
    } catch (java.io.UncheckedIOException _) {
      count = MOST;
    }
    newest = note;
  }

  @Override
  public void close() {
    file.ifPresent(Disk.Appender::close);
    file = Optional.empty();
  }
}
