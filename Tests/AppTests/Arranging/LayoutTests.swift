// Every part has its place at every size, wherever the panel is to stand and however large it is to be.

import Screen
import TestSupport
import Testing

@testable import App

@Suite struct LayoutTests {
    private func needs(
        _ place: PanelPlace, _ shares: PaneShares = PaneShares(), focused: Bool = false, changes: Bool = true
    ) -> LayoutNeeds {
        LayoutNeeds(
            draftRows: 1, dockRows: 0, hasBanner: false, hasChanges: changes, isPanelFocused: focused, place: place,
            shares: shares)
    }

    private func spot(_ columns: Int, _ rows: Int, _ needs: LayoutNeeds) -> String {
        let layout = Layout(Size(columns: columns, rows: rows), needs)
        if layout.divider != nil { return "beside" }
        if layout.panelRule != nil { return "below" }
        return layout.panelRect == nil ? "none" : "whole"
    }

    @Test func unaskedThePanelStandsWhereThereIsRoom() {
        let sizes = [(40, 10), (80, 23), (80, 24), (119, 60), (120, 14), (200, 60), (500, 200)]
        #expect(
            sizes.map { spot($0, $1, needs(.auto)) } == [
                "none", "none", "below", "below", "beside", "beside", "beside",
            ])
        #expect(
            sizes.map { spot($0, $1, needs(.auto, focused: true)) }
                == ["whole", "whole", "below", "below", "beside", "beside", "beside"])
        #expect(spot(200, 60, needs(.auto, changes: false)) == "none")
    }

    @Test func itStandsWhereItWasPutAsFarAsThereIsRoom() {
        let sizes = [(40, 10), (48, 24), (49, 24), (80, 24), (200, 60)]
        #expect(sizes.map { spot($0, $1, needs(.right)) } == ["none", "none", "beside", "beside", "beside"])
        #expect(
            sizes.map { spot($0, $1, needs(.right, focused: true)) } == [
                "whole", "whole", "beside", "beside", "beside",
            ])
        #expect([(80, 11), (80, 12), (200, 60)].map { spot($0, $1, needs(.below)) } == ["none", "below", "below"])
        for (columns, rows) in sizes {
            #expect(spot(columns, rows, needs(.alone)) == "none")
            #expect(spot(columns, rows, needs(.alone, focused: true)) == "whole")
            #expect(spot(columns, rows, needs(.hidden)) == "none")
            #expect(
                spot(columns, rows, needs(.hidden, focused: true)) == spot(columns, rows, needs(.auto, focused: true)))
        }
    }

    @Test func aShareKeepsItsProportionAtAnySize() {
        let half = needs(.right, PaneShares(beside: 500))
        for columns in [80, 120, 200, 300, 500] {
            let layout = Layout(Size(columns: columns, rows: 40), half)
            #expect(layout.panelRect?.size.columns == columns / 2)
            #expect(Layout(Size(columns: columns, rows: 40), needs(.right, half.shares, focused: true)) == layout)
        }
        // As far as the least of both allows.
        #expect(Layout(Size(columns: 60, rows: 40), needs(.right, PaneShares(beside: 900))).chat.size.columns == 24)
        #expect(
            Layout(Size(columns: 60, rows: 40), needs(.right, PaneShares(beside: 10))).panelRect?.size.columns == 24)
        #expect(Layout(Size(columns: 60, rows: 40), needs(.below, PaneShares(below: 999))).divider == nil)
    }

    @Test func aShareIsTheSamePartAgain() {
        for whole in [1, 7, 80, 120, 333, 500, 999] {
            for part in 0...whole { #expect(PaneShares.part(PaneShares.share(part, of: whole), of: whole) == part) }
        }
        #expect(PaneShares.share(3, of: 0) == 0)
    }

    /// No two parts share a cell, and none stands outside.
    @Test func partsStandApartAtEverySize() {
        var random = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 4_000) {
            let size = Size(
                columns: Int.random(in: 0...520, using: &random), rows: Int.random(in: 0...210, using: &random))
            func chance() -> Bool { Bool.random(using: &random) }
            func share() -> Int? { chance() ? nil : Int.random(in: 0...1000, using: &random) }
            let needs = LayoutNeeds(
                draftRows: Int.random(in: 1...30, using: &random),
                dockRows: chance() ? 0 : Int.random(in: 1...40, using: &random),
                queueRows: chance() ? 0 : Int.random(in: 1...9, using: &random), isQueueFocused: chance(),
                hasBanner: chance(), hasChanges: chance(), isPanelFocused: chance(),
                place: PanelPlace.allCases.randomElement(using: &random) ?? .auto,
                shares: PaneShares(beside: share(), below: share(), list: share()))
            let layout = Layout(size, needs)
            let parts =
                [layout.top, layout.chat, layout.dock, layout.queue, layout.banner, layout.composer, layout.status]
                + [layout.panelRect].compactMap { $0 }
            let told: Comment = "\(size) \(needs), seed \(random.seed)"
            for (index, part) in parts.enumerated() where !part.isEmpty {
                #expect(part.left >= 0 && part.top >= 0 && part.right <= size.columns && part.bottom <= size.rows, told)
                for other in parts[(index + 1)...] where !other.isEmpty {
                    let isApart =
                        part.right <= other.left || other.right <= part.left || part.bottom <= other.top
                        || other.bottom <= part.top
                    #expect(isApart, told)
                }
            }
            if !layout.isTooSmall { #expect(!layout.composer.isEmpty && !layout.status.isEmpty, told) }
        }
    }

    /// Text is never wider than a hundred columns, on the widest wall.
    @Test(arguments: [Size(columns: 200, rows: 60), Size(columns: 300, rows: 80), Size(columns: 500, rows: 200)])
    func textIsNeverWiderThanAHundredColumns(size: Size) {
        let words = String(repeating: "many words ", count: 80)
        var player = ScenarioPlayer.reading([user(1, words), answer(2, words), answer(3, words)], size: size)
        player.keys("\"\(words)")
        let rows = player.rows()
        #expect(rows.contains { $0.contains("many words") })
        for row in rows where row.contains("many words") { #expect(displayWidth(of: row) <= 104, "\(row)") }
    }
}
