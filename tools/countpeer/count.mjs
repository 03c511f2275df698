// Counts a BLT file with the npm package "votes" (MIT), to stand beside ours in one run of tools/count-scale:
//   node count.mjs FILE irv|schulze
// Grouped ballots are handed over with their weight, and ranks as the package wants them.
import { readFileSync } from 'node:fs'
import * as votes from 'votes'

const [file, rule] = process.argv.slice(2)
const lines = readFileSync(file, 'utf8').split(/\r?\n/)
const [candidates] = lines[0].trim().split(/\s+/).map(Number)
const names = Array.from({ length: candidates }, (_, i) => String(i + 1))
const ballots = []
for (let at = 1; lines[at].trim() !== '0'; at++) {
  const [weight, ...ranking] = lines[at].trim().split(/\s+/)
  ballots.push({ weight: Number(weight), ranking: ranking.slice(0, -1).map((name) => [name]) })
}
const Method = { irv: votes.InstantRunoff, schulze: votes.Schulze }[rule]
const papers = Method.needsMatrix ? votes.utils.matrixFromBallots(ballots, names) : { candidates: names, ballots }
console.log(JSON.stringify(new Method(papers).ranking()[0]))
