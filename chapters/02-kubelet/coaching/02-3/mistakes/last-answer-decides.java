/// The last answer is the verdict.
/// @fails a_bad_answer_breaks_a_row_of_good_ones
/// @fails a_good_answer_breaks_a_row_of_bad_ones
/// @fails enough_bad_answers_make_it_ill
/// @fails enough_good_answers_make_it_well
/// @fails thresholds_have_defaults
/// @hint One answer is not a verdict yet: a probe can be lost on the way, or meet a busy moment.
/// Compare the number of equal answers in a row with the threshold.
{
    var nextGood = answer ? good + 1 : 0;
    var nextBad = answer ? 0 : bad + 1;
    var verdict =
        answer
            ? true
            : false;
    return new ProbeTally(verdict, nextGood, nextBad);
  }
