/// The header, which was not read yet, counts as content.
/// @fails a_torn_record_is_not_read
/// @hint The length covers the bytes after the checksum. While the position is still before the
/// header, eight of the remaining bytes are not content.
{
    var begin = log.position();
    if (log.remaining() < HEADER) {
      return Optional.empty();
    }
    var length = log.getInt(begin);
    if (length < FIXED || length > log.remaining()) {
      return Optional.empty();
    }
    if (log.getInt(begin + 4) != checksum(log.array(), begin + HEADER, length)) {
      return Optional.empty();
    }
    log.position(begin + HEADER);
    return Optional.of(content(log));
  }
