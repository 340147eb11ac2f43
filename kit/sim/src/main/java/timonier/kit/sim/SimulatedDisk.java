package timonier.kit.sim;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import timonier.kit.loop.Disk;

/// A folder that keeps only what was synced when the power fails.
///
/// Of the bytes that were not synced, any number from the front may survive, the last of them
/// damaged; of the creations, renames and deletions since the last [#syncFolder], any number, in
/// order. Truncation counts as synced. Truncating or deleting frees no room: a test sets the room
/// by [#room].
public final class SimulatedDisk implements Disk {

  private Map<String, File> live = new TreeMap<>();
  private Map<String, File> durable = new TreeMap<>();
  private final List<Consumer<Map<String, File>>> unsynced = new ArrayList<>();
  private Runnable beforeEach;
  private long operations;
  private boolean locked;
  private long room = Long.MAX_VALUE;

  /// An empty disk.
  ///
  /// @param beforeEach runs before each operation; it may throw, and may be a call of the seam
  public SimulatedDisk(Runnable beforeEach) {
    this.beforeEach = beforeEach;
  }

  private static final class File {
    private byte[] content = new byte[0];
    private int length;
    private int synced;

    /// Adds bytes. Capacity doubles, so that a byte costs no more in a long file than in a short
    /// one.
    void add(byte[] bytes, int offset, int count) {
      if (length + count > content.length) {
        content = Arrays.copyOf(content, Math.max(length + count, 2 * content.length));
      }
      System.arraycopy(bytes, offset, content, length, count);
      length += count;
    }

    /// Removes all after a position, even from what was synced; fills up to a position after the
    /// end with zeros.
    void cut(int place) {
      content = Arrays.copyOf(Arrays.copyOf(content, length), place);
      length = place;
      synced = Math.min(synced, place);
    }
  }

  /// How many operations there were.
  public long operations() {
    return operations;
  }

  /// Limits the room to this many more bytes from now on.
  public void room(long bytes) {
    room = bytes;
  }

  /// Releases what the process that used the disk held; call it when that process has ended.
  public void processEnded() {
    locked = false;
  }

  /// Cuts the power and restores it: what was not synced is forgotten or torn.
  public void powerCut(RandomGenerator random) {
    processEnded();
    var kept = random.nextInt(unsynced.size() + 1);
    unsynced.subList(0, kept).forEach(operation -> operation.accept(durable));
    unsynced.clear();
    durable.values().forEach(file -> tear(file, random));
    live = new TreeMap<>(durable);
  }

  /// The same disk, without the action before each operation.
  public SimulatedDisk quiet() {
    beforeEach = () -> {};
    return this;
  }

  private static void tear(File file, RandomGenerator random) {
    var loose = file.length - file.synced;
    if (loose > 0) {
      var kept = file.synced + random.nextInt(loose + 1);
      file.cut(kept);
      if (kept > file.synced && random.nextBoolean()) {
        file.content[kept - 1] ^= (byte) (1 + random.nextInt(255));
      }
      file.synced = kept;
    }
  }

  private void begin() {
    operations++;
    beforeEach.run();
  }

  private File file(String name) {
    var file = live.get(name);
    if (file == null) {
      throw new UncheckedIOException(new FileNotFoundException(name));
    }
    return file;
  }

  private void change(Consumer<Map<String, File>> operation) {
    operation.accept(live);
    unsynced.add(operation);
  }

  @Override
  public List<String> list() {
    begin();
    return List.copyOf(live.keySet());
  }

  @Override
  public byte[] read(String name) {
    begin();
    var file = file(name);
    return Arrays.copyOf(file.content, file.length);
  }

  @Override
  public Appender append(String name) {
    begin();
    if (!live.containsKey(name)) {
      var created = new File();
      change(folder -> folder.put(name, created));
    }
    return new SimulatedAppender(file(name));
  }

  @Override
  public void truncate(String name, long length) {
    begin();
    file(name).cut(Math.toIntExact(length));
  }

  @Override
  public void rename(String from, String to) {
    begin();
    var file = file(from);
    change(folder -> {
      folder.remove(from);
      folder.put(to, file);
    });
  }

  @Override
  public void delete(String name) {
    begin();
    change(folder -> folder.remove(name));
  }

  @Override
  public void syncFolder() {
    begin();
    durable = new TreeMap<>(live);
    unsynced.clear();
  }

  @Override
  public Lock lock() {
    begin();
    if (locked) {
      throw new UncheckedIOException(new IOException("another process uses the folder"));
    }
    locked = true;
    return this::processEnded;
  }

  private final class SimulatedAppender implements Appender {
    private final File file;

    SimulatedAppender(File file) {
      this.file = file;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      begin();
      var fitting = (int) Math.min(length, room);
      file.add(bytes, offset, fitting);
      room -= fitting;
      if (fitting < length) {
        throw new UncheckedIOException(new IOException("No space left on device"));
      }
    }

    @Override
    public void sync() {
      begin();
      file.synced = file.length;
    }

    @Override
    public void close() {}
  }
}
