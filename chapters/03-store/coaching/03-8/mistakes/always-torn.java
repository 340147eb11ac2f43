/// Whatever cannot be read is cut off.
/// @fails a_later_batch_proves_the_damage
/// @fails the_proof_may_be_far_away
/// @fails the_search_goes_on_after_records_that_prove_nothing
/// @hint So a single bad byte at the beginning silently throws away a year of acknowledged writes.
/// Look after the damage for a record that could not be there if it were the end.
{
    return true;
  }
