/// Jumps from record to record, and notes the most that any of them knew to be safe.
{
    var known = 0L;
    var rest = ByteBuffer.wrap(log);
    var at = place + 1;
    while (at < log.length) {
      var record = LogRecord.read(rest.position(at));
      known = Math.max(known, record.map(LogRecord::synced).orElse(0L));
      at = record.isPresent() ? rest.position() : at + 1;
    }
    return known <= place;
  }
