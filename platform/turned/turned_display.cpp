#include "platform/turned/turned_display.h"

#include <imgui.h>

#include <array>
#include <cstdint>

namespace kiosk::platform {
namespace {

// ImGui's list of lists was a pointer before it was a vector.
template <typename Data>
void hold(Data& data, ImDrawList*& list) {
  if constexpr (requires { data.CmdLists.push_back(list); }) {
    data.CmdLists.push_back(list);
  } else {
    data.CmdLists = &list;
  }
  data.CmdListsCount = 1;
}

}  // namespace

struct TurnedDisplay::Sheet {
  Sheet() {
    list.VtxBuffer.resize(4);
    list.IdxBuffer.resize(6);
    list.CmdBuffer.resize(1);
    constexpr std::array<ImDrawIdx, 6> kRectangle{0, 1, 2, 0, 2, 3};
    for (int i = 0; i < 6; ++i) list.IdxBuffer[i] = kRectangle[static_cast<std::size_t>(i)];
    list.CmdBuffer[0] = ImDrawCmd();
    list.CmdBuffer[0].ElemCount = 6;
    hold(data, only);
    data.Valid = true;
    data.TotalVtxCount = 4;
    data.TotalIdxCount = 6;
    data.FramebufferScale = {1, 1};
  }

  ImDrawList list{nullptr};  // filled by hand: it needs nothing of ImGui's context
  ImDrawList* only = &list;
  ImDrawData data;
  TextureId target;
  TextureSize picture;
  Turn turn = Turn::kNone;
};

TurnedDisplay::TurnedDisplay(Display& behind, Turn turn)
    : m_behind(behind), m_turn(turn), m_sheet(std::make_unique<Sheet>()) {}

TurnedDisplay::~TurnedDisplay() {
  if (m_sheet->target.value != 0) m_behind.destroy_texture(m_sheet->target);
}

void TurnedDisplay::lay_out(TextureSize picture) {
  Sheet& sheet = *m_sheet;
  const bool same_size =
      sheet.picture.width == picture.width && sheet.picture.height == picture.height;
  if (same_size && sheet.turn == m_turn) return;
  if (!same_size) {
    if (sheet.target.value != 0) m_behind.destroy_texture(sheet.target);
    sheet.target = m_behind.create_target(picture);
  }
  sheet.picture = picture;
  sheet.turn = m_turn;
  const auto width = static_cast<float>(picture.width);
  const auto height = static_cast<float>(picture.height);
  const std::array<Vec2, 4> corners{{{0, 0}, {width, 0}, {width, height}, {0, height}}};
  const std::array<ImVec2, 4> texture{{{0, 0}, {1, 0}, {1, 1}, {0, 1}}};
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const Vec2 place = to_panel(corners[i], picture, m_turn);
    sheet.list.VtxBuffer[static_cast<int>(i)] = {{place.x, place.y}, texture[i], IM_COL32_WHITE};
  }
  const TextureSize panel = turned(picture, m_turn);
  const ImVec2 end(static_cast<float>(panel.width), static_cast<float>(panel.height));
  sheet.list.CmdBuffer[0].ClipRect = {0, 0, end.x, end.y};
  // The identifier is a pointer or a number, depending on ImGui's version.
  sheet.list.CmdBuffer[0].TextureId = (ImTextureID)sheet.target.value;
  sheet.data.DisplaySize = end;
}

void TurnedDisplay::present(const ImDrawData& frame) {
  if (m_turn == Turn::kNone) {
    m_behind.present(frame);
    return;
  }
  const TextureSize picture = size();
  if (picture.width <= 0 || picture.height <= 0) return;  // between two sizes of a window
  lay_out(picture);
  m_behind.draw_into(m_sheet->target, frame);
  m_behind.present(m_sheet->data);
}

}  // namespace kiosk::platform
