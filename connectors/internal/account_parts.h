#pragma once
// PartIndex: where the objects of all accounts stand in the recorded files, the better of two with
// one id kept. AccountParts: the objects of one account, read again when asked for.
//
//   index.add("lease", "8200001", "", found);            JsonSlice lease = parts.one("lease");

#include <compare>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/recorded.h"
#include "engine/base/json_slice.h"
#include "engine/base/json_writer.h"
#include "engine/base/result.h"

namespace m2::connectors {

/// An id, ordered as people count: none first, 9 before 10, numbers before other text.
struct Id {
  std::string text;
  friend bool operator==(const Id&, const Id&) = default;
  friend std::strong_ordering operator<=>(const Id& a, const Id& b);
};

/// One object of a file, and what decides between it and another with the same id.
struct Candidate {
  std::uint32_t file = 0;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::optional<std::int64_t> stamp;  // any stamp is later than none
  std::size_t values = 0;             // how expanded it is
};

class PartIndex {
 public:
  /// Shared objects have an empty account. Candidates come in the order of their files' names: of
  /// two equals the first one stays.
  void add(std::string_view part, std::string account, std::string key, const Candidate& candidate);

  [[nodiscard]] const Candidate* find(std::string_view part, std::string_view account,
                                      std::string_view key) const;
  /// All objects of that kind that belong to the account, in the order of their ids.
  [[nodiscard]] std::vector<const Candidate*> list(std::string_view part,
                                                   std::string_view account) const;
  /// What was decided, by kind and pair of files.
  [[nodiscard]] std::vector<RecordedReport::Duplicate> duplicates(
      const std::vector<std::string>& files) const;

 private:
  struct Address {
    std::string part;
    Id account;
    Id key;
    friend auto operator<=>(const Address&, const Address&) = default;
  };
  struct Contest {
    std::string part;
    std::uint32_t kept = 0;
    std::uint32_t set_aside = 0;
    std::string why;
    friend auto operator<=>(const Contest&, const Contest&) = default;
  };
  struct Outcome {
    std::string example;
    std::size_t count = 0;
  };
  std::map<Address, Candidate> objects_;
  std::map<Contest, Outcome> contests_;
};

class AccountParts {
 public:
  AccountParts(const PartIndex& index, const std::vector<std::filesystem::path>& files,
               std::string_view account)
      : index_(index), files_(files), account_(account) {}

  /// The account's object of that kind; absent when no file holds one. Errors: those of
  /// read_file_range.
  Result<JsonSlice> one(std::string_view part) { return at(index_.find(part, account_, "")); }
  /// An object that all accounts share.
  Result<JsonSlice> shared(std::string_view part, std::string_view key) {
    return at(index_.find(part, "", key));
  }
  /// The account's objects of that kind, in the order of their ids.
  Result<std::vector<JsonSlice>> list(std::string_view part);

 private:
  Result<JsonSlice> at(const Candidate* candidate);

  const PartIndex& index_;
  const std::vector<std::filesystem::path>& files_;
  std::string_view account_;
  std::map<const Candidate*, JsonSlice> read_;
  std::deque<std::string> texts_;  // what the slices point into
};

/// Writes `name` and the value, unless it is absent.
void write_member(JsonWriter& document, std::string_view name, const JsonSlice& value);
/// Writes the value without the blanks between its tokens.
void write_value(JsonWriter& document, const JsonSlice& value);

}  // namespace m2::connectors
