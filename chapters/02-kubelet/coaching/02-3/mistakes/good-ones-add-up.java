/// Good answers are counted however many bad ones come between them.
/// @fails a_bad_answer_breaks_a_row_of_good_ones
/// @fails a_good_answer_breaks_a_row_of_bad_ones
/// @hint A bad answer sets the count of good ones back to 0: they have to come in a row as well.
{
    var nextGood = answer ? good + 1 : good;
    var nextBad = answer ? 0 : bad + 1;
    var verdict =
        answer
            ? well || nextGood >= threshold(probe.successThreshold(), 1)
            : well && nextBad < threshold(probe.failureThreshold(), 3);
    return new ProbeTally(verdict, nextGood, nextBad);
  }
