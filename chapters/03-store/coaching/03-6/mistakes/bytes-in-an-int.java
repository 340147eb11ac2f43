/// The bytes are added up in an int.
/// @fails sizes_do_not_overflow
/// @hint Two gigabytes and two gigabytes are less than nothing, if you count in an int. Add up in
/// a long.
{
    if (logSize > logLimit) {
      return new Step.Snapshot();
    }
    if (sizes.isEmpty()) {
      return new Step.Rest();
    }
    var count = 1;
    var bytes = (int) sizes.getFirst();
    while (count < sizes.size() && bytes + sizes.get(count) <= BATCH_BYTES) {
      bytes += sizes.get(count);
      count++;
    }
    return new Step.Write(count);
  }
