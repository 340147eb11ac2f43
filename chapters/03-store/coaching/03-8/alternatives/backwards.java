/// Looks from the end, where a proof is found soonest.
{
    for (var at = log.length - LogRecord.HEADER - 1; at > place; at--) {
      if (mayBeRecord(log, at)
          && LogRecord.read(ByteBuffer.wrap(log, at, log.length - at))
              .map(LogRecord::synced)
              .filter(synced -> synced > place)
              .isPresent()) {
        return false;
      }
    }
    return true;
  }
