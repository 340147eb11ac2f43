/// A log of exactly the permitted length counts as too long.
/// @fails the_limit_itself_is_allowed
{
    if (logSize >= logLimit) {
      return new Step.Snapshot();
    }
    if (sizes.isEmpty()) {
      return new Step.Rest();
    }
    var count = 1;
    var bytes = (long) sizes.getFirst();
    while (count < sizes.size() && bytes + sizes.get(count) <= BATCH_BYTES) {
      bytes += sizes.get(count);
      count++;
    }
    return new Step.Write(count);
  }
