/// What remains is counted with the header that was not read yet.
/// @fails a_torn_record_is_not_read
/// @hint The length is that of what follows the checksum. While the log still stands before the
/// header, eight of the remaining bytes are not for the content.
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
