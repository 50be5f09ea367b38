#pragma once
// Edit: one change to a correct report, written in a line, and which reports it can be made to.
//
//   ReportPair pair{header, record, previous};
//   if (fits("account_status=71|78 -L1", pair)) change("amount_past_due=0", pair);
//
// Conditions, all of which hold, and changes, one after the other, are words between blanks:
//
//   key=a|b       the field is one of these; an amount without its zeros, a field of blanks or
//   zeros as nothing key!=a|b      it is none of these              key>5   an amount or number
//   above 5 +J1  -J1      the record has, or has not, the segment; as a change: appends it, takes
//   all of them out key=value     as a change: writes the field, `_` standing for a blank
//   key=@other+3  what another field holds, three days or dollars more
//   key=A{other}  text with what another field holds
//   key[0]=B      one character
//
// A key is that of the base segment, or J1.key … N1.key; h.key of the header; p.key, p.J1.key,
// p.+L1 of the last report. `p` asks for a last report, `p=none` takes it away, `p=copy` makes it a
// copy of the record. `f.whose.name=1` tells a fact that no file holds. `months=1` asks how long
// ago it was.

#include <string>
#include <string_view>

#include "engine/evaluate/record_rules.h"

namespace m2::oracle {

struct ReportPair {
  std::string header, record, previous;
  int months_since = 0;
  RuleFacts facts = {};
};

bool fits(std::string_view conditions, const ReportPair& pair);
void change(std::string_view changes, ReportPair& pair);

}  // namespace m2::oracle
