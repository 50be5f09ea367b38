#pragma once
// EntrataResponses: what Entrata's read methods answer for one property as of a day, as recorded
// responses: names, envelopes, spelling and odd forms as in presets/entrata/fixtures.
//
//   EntrataResponses property(7200001, month_end);
//   property.add(lease);
//   for (ResponseFile& file : property.take()) …
//
// Members that no account document is read for, and that only say again what stands elsewhere, are
// left out.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/date.h"
#include "engine/simulate/lease.h"
#include "engine/simulate/wire.h"

namespace m2::simulate {

class EntrataResponses {
 public:
  EntrataResponses(std::uint64_t property, Date as_of);
  void add(const Lease& lease);
  /// The files, the object is then spent.
  std::vector<ResponseFile> take();

 private:
  std::string property_;
  Date as_of_;
  JsonWriter leases_{JsonWriter::Style::Compact};
  JsonWriter leases_r1_{JsonWriter::Style::Compact};
  JsonWriter ledgers_{JsonWriter::Style::Compact};
  JsonWriter customers_{JsonWriter::Style::Compact};
  JsonWriter collections_{JsonWriter::Style::Compact};
  JsonWriter evictions_{JsonWriter::Style::Compact};
  bool has_collections_ = false;
  bool has_evictions_ = false;
};

/// The response that all properties share: getArCodes.
ResponseFile entrata_ar_codes();
/// The lease's id at Entrata.
std::string lease_id(const Lease& lease);
/// Rows of consent.csv, as far as people agreed or withdrew by that day.
void append_consents(const Lease& lease, Date as_of, std::string& csv);

}  // namespace m2::simulate
