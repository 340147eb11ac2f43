/// One answer more than the threshold is asked for.
/// @fails enough_bad_answers_make_it_ill
/// @fails enough_good_answers_make_it_well
/// @fails thresholds_have_defaults
/// @hint The threshold is the number of answers that is enough, not one that has to be exceeded.
/// Is it >= where you wrote >?
{
    var nextGood = answer ? good + 1 : 0;
    var nextBad = answer ? 0 : bad + 1;
    var verdict =
        answer
            ? well || nextGood > threshold(probe.successThreshold(), 1)
            : well && nextBad <= threshold(probe.failureThreshold(), 3);
    return new ProbeTally(verdict, nextGood, nextBad);
  }
