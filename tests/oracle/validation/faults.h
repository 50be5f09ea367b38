#pragma once
// Faults: mistakes to be planted in correct reports and files, each labelled with the rule that it
// breaks. Written from the catalogue of rules, not from the conditions that are shipped.
//
//   for (const RecordFault& fault : record_faults())
//     if (fits(fault.needs, pair)) change(fault.changes, pair);   // now fault.rule must speak

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/chance.h"
#include "tests/oracle/validation/files.h"

namespace m2::oracle {

/// A change to one report, see edit.h.
struct RecordFault {
  std::string_view rule;
  std::string_view needs;  // of the correct report
  std::string_view changes;
};
std::span<const RecordFault> record_faults();

/// Bytes of a file of one month, and of the files before it.
struct PlantedFile {
  std::string bytes;
  std::vector<std::string> previous;
};

/// A change to a whole file.
struct FileFault {
  std::string_view rule;
  std::string_view what;
  PlantedFile (*plant)(const Furnisher& furnisher, Chance chance);
};
std::span<const FileFault> file_faults();

}  // namespace m2::oracle
