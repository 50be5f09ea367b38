#include "engine/pipeline/shape_draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "dsl/format.h"
#include "dsl/types.h"
#include "engine/base/text.h"
#include "engine/pipeline/shape_guess.h"

namespace m2 {
namespace {

// A member's line; the style of shapes gives it its columns.
struct Line {
  std::string name, type, from, comment;
  bool is_comment = false;  // only a comment: something that a shape cannot read
};

struct Block {
  std::string head;
  std::vector<Line> lines;
};

// A name that can be a step of a path: paths join steps by dots and stand in double quotes.
bool can_be_step(std::string_view name) {
  return !name.empty() && name.find_first_of(".\"{}\n\r\t") == std::string_view::npos &&
         !find_unreadable(name);
}

bool is_bookkeeping(std::string_view name) {
  return name.starts_with("__");  // OData's __metadata, __deferred
}

std::string singular(std::string name) {
  const auto cut = [&](std::size_t length, const char* ending) {
    name.resize(name.size() - length);
    name += ending;
    return name;
  };
  if (name.size() > 4 && name.ends_with("ies")) return cut(3, "y");
  if (name.size() > 4 && name.ends_with("sses")) return cut(2, "");
  if (name.size() > 3 && name.ends_with('s') && !name.ends_with("ss") && !name.ends_with("us"))
    return cut(1, "");
  return name;
}

class Drafting {
 public:
  explicit Drafting(std::string_view shape) : shape_(shape) {}

  std::string text(const Profile& root) {
    const std::string last(shape_.substr(shape_.rfind('.') + 1));
    const Profile* at = &root;
    std::string path;
    if (root.members.size() == 1 && root.members.front().first == "d" &&
        root.members.front().second->objects == root.objects) {
      path = "d";
      at = root.members.front().second.get();
    }
    const std::string name = claim_type(name_of_member(last));
    record(name, fmt::format("record {} from \"{}\"", name, path), *at, true);
    std::string out = fmt::format(
        "## Drafted from {} documents; read every line of it before it is used.\nshape {}\n",
        with_separators(root.objects), shape_);
    for (const Block& block : blocks_) out += "\n" + printed(block);
    return out;
  }

 private:
  struct Place {
    const Profile* profile;
    std::string path;
  };

  void record(const std::string& name, std::string head, const Profile& profile, bool is_root) {
    const std::size_t at = blocks_.size();
    blocks_.push_back({std::move(head), {}});
    std::set<std::string> names;
    std::vector<Line> lines;
    for (const std::size_t m : order(profile, is_root)) {
      const auto& [wire, member] = profile.members[m];
      if (is_bookkeeping(wire)) continue;
      if (!can_be_step(wire)) {
        lines.push_back(
            {"", "", "", fmt::format("a path cannot hold the name `{}`", printable(wire)), true});
        continue;
      }
      if (is_hollow(*unwrapped(wire, *member).profile)) {
        lines.push_back(
            {"", "", "", fmt::format("`{}` is an object, never with members", wire), true});
        continue;
      }
      std::string unique = name_of_member(wire);
      for (int n = 2; !names.insert(unique).second; ++n)
        unique = fmt::format("{}_{}", name_of_member(wire), n);
      lines.push_back(line(name, unique, wire, *member, profile.objects));
    }
    if (profile.unlisted > 0) {
      lines.push_back({"", "", "",
                       fmt::format("more than {} different members: their names may be values",
                                   Profile::kMostMembers),
                       true});
    }
    if (names.empty()) lines.push_back({"nothing?", "text", "", "no member was ever seen", false});
    blocks_[at].lines = std::move(lines);
  }

  // The member that names the account goes first in the root.
  static std::vector<std::size_t> order(const Profile& profile, bool is_root) {
    std::vector<std::size_t> order(profile.members.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    for (const char* key :
         {"account", "accountId", "account_id", "id", "Id", "ID", "loanId", "leaseId"}) {
      const auto first = std::find_if(order.begin(), order.end(), [&](std::size_t m) {
        return is_root && profile.members[m].first == key &&
               profile.members[m].second->scalars.count > 0;
      });
      if (first == order.end()) continue;
      std::rotate(order.begin(), first, first + 1);
      break;
    }
    return order;
  }

  // Objects that only wrap another value are steps of the path: "leaseIntervals.leaseInterval".
  static Place unwrapped(const std::string& wire, const Profile& member) {
    Place place{&member, wire};
    for (;;) {
      const Profile& p = *place.profile;
      const std::pair<std::string, std::unique_ptr<Profile>>* only = nullptr;
      std::size_t count = 0;
      for (const auto& entry : p.members) {
        if (is_bookkeeping(entry.first)) continue;
        only = &entry;
        ++count;
      }
      const bool wraps = p.objects > 0 && p.lists == 0 && p.scalars.count == 0 && count == 1 &&
                         can_be_step(only->first) &&
                         (only->second->objects > 0 || only->second->lists > 0);
      if (!wraps) return place;
      place = {only->second.get(), place.path + "." + only->first};
    }
  }

  Line line(const std::string& record_name, const std::string& name, const std::string& wire,
            const Profile& member, std::uint64_t objects) {
    const Place place = unwrapped(wire, member);
    const Profile& p = *place.profile;
    const bool is_list = p.lists > 0;
    const bool holds_records = p.objects > 0;
    Line out;
    out.name = name;
    std::vector<std::string> notes;
    std::string options;
    if (holds_records) {
      const std::string type = claim_type(singular(name_of_member(item_name(place.path))));
      record(type, "record " + type, p, false);
      out.type = (is_list ? "list of " : "") + type;
      if (is_list && p.single > 0) options += " one or many";
      if (p.scalars.count > 0)
        notes.push_back(fmt::format("{} times no object", with_separators(p.scalars.count)));
    } else {
      scalar(record_name, name, wire, p, is_list, out, options, notes);
    }
    const std::uint64_t absent = objects - std::min(objects, member.places) + member.nulls;
    const std::uint64_t missing = absent + (is_list || holds_records ? 0 : p.empty);
    if (missing > 0 && !is_list) out.name += "?";
    if (missing > 0)
      notes.push_back(
          fmt::format("missing in {} of {}", with_separators(missing), with_separators(objects)));
    if (p.empty > 0 && !is_list && !holds_records) options += " missing when (\"\")";
    if (member.twice > 0)
      notes.push_back(fmt::format("stands twice in {}", with_separators(member.twice)));
    if (p.too_deep > 0) notes.push_back("goes on deeper than was looked");
    if (place.path != name || !options.empty())
      out.from = fmt::format("from \"{}\"{}", place.path, options);
    for (const std::string& note : notes) out.comment += (out.comment.empty() ? "" : "; ") + note;
    return out;
  }

  void scalar(const std::string& record_name, const std::string& name, const std::string& wire,
              const Profile& p, bool is_list, Line& out, std::string& options,
              std::vector<std::string>& notes) {
    Guess guessed = guess(wire, p);
    if (guessed.type.empty()) {
      const std::string type = claim_type(record_name + "_" + name);
      std::string head = fmt::format("one of {}", type);
      Block block{std::move(head), {}};
      for (const std::string& word : guessed.words)
        block.lines.push_back({"\"" + word + "\"", "", "", "", false});
      blocks_.push_back(std::move(block));
      guessed.type = type;
    }
    out.type = (is_list ? "list of " : "") + guessed.type;
    for (const std::string& format : guessed.formats)
      options +=
          fmt::format("{} \"{}\"", &format == &guessed.formats.front() ? " as" : ",", format);
    if (guessed.has_times) {
      options += " in zone \"UTC\"";
      notes.emplace_back("moments of the day: in which zone are they a day?");
    }
    if (!guessed.nearly.empty()) notes.push_back(guessed.nearly);
    if (p.scalars.count == 0) notes.emplace_back("never had a value");
  }

  // What its items are called: the last step, but for OData's `results`.
  static std::string item_name(std::string path) {
    if (path.ends_with(".results")) path.resize(path.rfind('.'));
    return path.substr(path.rfind('.') + 1);
  }

  // An object of which nothing but bookkeeping was seen: it was not expanded.
  static bool is_hollow(const Profile& p) {
    return p.objects > 0 && std::all_of(p.members.begin(), p.members.end(), [](const auto& entry) {
             return is_bookkeeping(entry.first);
           });
  }

  // Names of records and closed lists are one of a kind, and no words of the language.
  std::string claim_type(std::string name) {
    if (dsl::kind_of_word(name) || dsl::is_engine_name(name)) name += "_record";
    std::string unique = name;
    for (int n = 2; !types_.insert(unique).second; ++n) unique = fmt::format("{}_{}", name, n);
    return unique;
  }

  static std::string printed(const Block& block) {
    std::string out = block.head + " {\n";
    if (block.head.starts_with("one of ")) {
      for (const Line& line : block.lines)
        out += fmt::format("  {}{}\n", line.name, &line == &block.lines.back() ? "" : ",");
      return out + "}\n";
    }
    for (const Line& line : block.lines) {
      out += line.is_comment ? "  " : fmt::format("  {} {} {} ", line.name, line.type, line.from);
      if (!line.comment.empty()) out += "# " + line.comment;
      out += "\n";
    }
    return out + "}\n";
  }

  std::string_view shape_;
  std::vector<Block> blocks_;
  std::set<std::string> types_;
};

}  // namespace

std::string draft_shape(std::string_view name, const Profile& root) {
  std::string draft = Drafting(name).text(root);
  Diagnostics found;
  return dsl::format(std::make_shared<const SourceText>("draft", draft), dsl::FileKind::Shape,
                     found)
      .value_or(draft);
}

}  // namespace m2
