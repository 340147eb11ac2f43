package timonier.store;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import timonier.kit.loop.Disk;

/// Notes beside a log what was known to be in it, so that a log which comes back shorter is found
/// out.
///
/// A log that is cut off where a record ends looks whole. So after each sync a note says how long
/// the log is, up to which revision, and when. A note is written after the sync and is not synced
/// itself: a power cut may take the newest notes, but what is left of them is true. There is a note
/// for each batch, so what one note says and the one before does not is the last batch.
///
/// ```
/// length of the log (8 bytes) · revision (8) · milliseconds since 1970 (8) · CRC-32C of these (4)
/// ```
final class Witness implements AutoCloseable {

  private static final String PREFIX = "witness-";
  private static final int FIXED = 24;
  private static final int SIZE = FIXED + 4;

  /// How many notes a file gets before it begins anew: 280 kB, which is read at each start.
  private static final int MOST = 10_000;

  private final Disk disk;
  private final Supplier<Instant> clock;
  private final String name;
  private Optional<Disk.Appender> file = Optional.empty();
  private Note newest = Note.NOTHING;
  private int count;

  /// What was known at a moment.
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

  /// The witness of the log that follows a revision.
  Witness(Disk disk, long base, Supplier<Instant> clock) {
    this.disk = disk;
    this.clock = clock;
    this.name = PREFIX + "%020d".formatted(base);
  }

  /// The notes that are whole, the oldest first.
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

  /// Begins anew, with the last batch and what was before it; witnesses of other logs go.
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

  /// A disk that is full takes no note. The log goes on all the same; the next note begins anew,
  /// since of this one a part may be there.
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
