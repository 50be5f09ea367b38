#include "engine/metro2/codes.h"

#include <algorithm>
#include <array>

#include "engine/base/ascii.h"
#include "engine/base/check.h"
#include "engine/metro2/field.h"

namespace m2 {
namespace {

// clang-format off
#define M2_CODE_TABLE(name_, ...) constexpr auto k##name_##Codes = std::to_array<Code>({
#define M2_CODE(code_, ...) Code{.code = code_, .meaning = __VA_ARGS__},
#define M2_CODE_TABLE_END() });
#include "engine/metro2/codes.def"
#undef M2_CODE_TABLE
#undef M2_CODE
#undef M2_CODE_TABLE_END
// clang-format on

// A code without its blank fill as a number: at most three characters, and how many, so that zero
// bytes count.
constexpr std::uint32_t number_of(std::string_view code) {
  while (!code.empty() && code.back() == ' ') code.remove_suffix(1);
  if (code.size() > 3) return UINT32_MAX;
  auto number = static_cast<std::uint32_t>(code.size());
  for (const char c : code) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

struct IndexEntry {
  std::uint32_t number = 0;
  std::uint32_t row = 0;
};

template <std::size_t N>
constexpr std::array<IndexEntry, N> index_of(const std::array<Code, N>& codes) {
  std::array<IndexEntry, N> index{};
  for (std::uint32_t row = 0; row < N; ++row) index[row] = {number_of(codes[row].code), row};
  std::sort(index.begin(), index.end(),
            [](IndexEntry a, IndexEntry b) { return a.number < b.number; });
  return index;
}

template <std::size_t N>
constexpr bool is_distinct(const std::array<IndexEntry, N>& index) {
  for (std::size_t i = 1; i < N; ++i) {
    if (index[i - 1].number == index[i].number) return false;
  }
  return true;
}

// clang-format off
#define M2_CODE_TABLE(name_, ...) \
  constexpr auto k##name_##Index = index_of(k##name_##Codes); \
  static_assert(is_distinct(k##name_##Index), "a code stands twice in " #name_);
#define M2_CODE(...)
#define M2_CODE_TABLE_END()
#include "engine/metro2/codes.def"
#undef M2_CODE_TABLE

#define M2_CODE_TABLE(name_, ...) \
  CodeTable{.name = internal::kKey<#name_>, .about = __VA_ARGS__, .codes = k##name_##Codes},
constexpr auto kTables = std::to_array<CodeTable>({
#include "engine/metro2/codes.def"
});
#undef M2_CODE_TABLE

#define M2_CODE_TABLE(name_, ...) k##name_##Index,
constexpr auto kIndexes = std::to_array<std::span<const IndexEntry>>({
#include "engine/metro2/codes.def"
});
#undef M2_CODE_TABLE
#undef M2_CODE
#undef M2_CODE_TABLE_END

constexpr char kFromRating = StatusFacts::kFromRating;
constexpr char kNoHistory = StatusFacts::kNoHistory;
#define M2_STATUS(code_, rating_, history_, ...) StatusFacts{code_, RatingRule::rating_, history_, __VA_ARGS__},
constexpr auto kStatuses = std::to_array<StatusFacts>({
#include "engine/metro2/account_status.def"
});
#undef M2_STATUS
// clang-format on

static_assert(kTables.size() == 24);
static_assert(kStatuses.size() == kAccountStatusCodes.size());

// ISO 3166-1 alpha-2, officially assigned.
constexpr std::string_view kCountries =
    "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCM"
    "CNCOCRCUCVCWCXCYCZ"
    "DEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEIL"
    "IMINIOIQIRISITJEJMJO"
    "JPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNA"
    "NCNENFNGNINLNONPNRNU"
    "NZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTG"
    "THTJTKTLTMTNTOTRTTTV"
    "TWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";
static_assert(kCountries.size() == 2 * 249);

bool is_country(std::string_view value) {
  if (value.size() != 2) return false;
  for (std::size_t i = 0; i < kCountries.size(); i += 2) {
    if (kCountries.substr(i, 2) == value) return true;
  }
  return false;
}

bool is_terms_number(std::string_view value) {
  return value.size() == 3 && value != "000" && std::all_of(value.begin(), value.end(), is_digit);
}

const Code* find_row(const CodeTable& table, std::string_view value) {
  const std::size_t at = static_cast<std::size_t>(&table - kTables.data());
  M2_CHECK(at < kTables.size(), "a code table is one of code_tables(), not a copy");
  const std::span<const IndexEntry> index = kIndexes[at];
  const std::uint32_t number = number_of(value);
  const auto entry =
      std::lower_bound(index.begin(), index.end(), number,
                       [](const IndexEntry& e, std::uint32_t n) { return e.number < n; });
  return entry != index.end() && entry->number == number ? &table.codes[entry->row] : nullptr;
}

using internal::status_slot;

constexpr auto kStatusSlots = [] {
  std::array<std::uint8_t, internal::kStatusSlots> slots{};  // row + 1; 0: no such status
  for (std::size_t row = 0; row < kStatuses.size(); ++row) {
    slots[status_slot(kStatuses[row].code)] = static_cast<std::uint8_t>(row + 1);
  }
  return slots;
}();
static_assert(kStatusSlots[0] == 0, "slot 0 stands for unknown codes");

}  // namespace

std::span<const CodeTable> code_tables() {
  return kTables;
}

const CodeTable* find_code_table(std::string_view name) {
  for (const CodeTable& table : kTables) {
    if (table.name == name) return &table;
  }
  return nullptr;
}

const Code* find_code(const CodeTable& table, std::string_view value) {
  if (const Code* code = find_row(table, value)) return code;
  if (table.others == OtherCodes::Numbers && is_terms_number(value)) return find_row(table, "nnn");
  return nullptr;
}

bool accepts(const CodeTable& table, std::string_view value) {
  if (table.scope == CodeScope::EachCharacter) {
    return std::all_of(value.begin(), value.end(), [&](const char& c) {
      return find_row(table, std::string_view(&c, 1)) != nullptr;
    });
  }
  if (table.others == OtherCodes::Numbers && value == "nnn") return false;
  if (find_code(table, value) != nullptr) return true;
  return table.others == OtherCodes::Countries && (number_of(value) == 0 || is_country(value));
}

const StatusFacts* find_status(std::string_view code) {
  const std::size_t row = kStatusSlots[status_slot(code)];
  return row == 0 ? nullptr : &kStatuses[row - 1];
}

std::span<const StatusFacts> account_statuses() {
  return kStatuses;
}

}  // namespace m2
