// Login questions that are no password: a one-time code, a choice of second factor. A person or a command answers.
import { secretFromCommand } from '../../inventory/credentials.ts'
import { remember } from '../../inventory/known-secrets.ts'
import { displayText } from '../../report/clean.ts'
import type { Interaction } from '../../session/auth.ts'

/** Runs the command once a question, with the question in SMARTLIC_QUESTION and the device in SMARTLIC_HOST. */
export function answerByCommand(command: string): Interaction {
  return async ({ host, questions }) => {
    const answers: string[] = []
    for (const { text } of questions) {
      answers.push(
        await secretFromCommand(command, `answer to ${JSON.stringify(text)}`, {
          SMARTLIC_QUESTION: text,
          SMARTLIC_HOST: host,
        }),
      )
    }
    return answers
  }
}

/** One question at a time on the terminal, whichever device it comes from. Undefined when the person gives up. */
export function answerOnTerminal(whileAsking: ((asking: boolean) => void) | undefined): Interaction {
  return question => inTurn(() => askPerson(question, whileAsking))
}

let turn: Promise<unknown> = Promise.resolve()

function inTurn<T>(ask: () => Promise<T>): Promise<T> {
  const mine = turn.then(ask)
  turn = mine.catch(() => undefined)
  return mine
}

const askPerson = async (
  { host, instructions, questions }: Parameters<Interaction>[0],
  whileAsking: ((asking: boolean) => void) | undefined,
): Promise<string[] | undefined> => {
  const { isCancel, log, password, text } = await import('@clack/prompts')
  whileAsking?.(true)
  try {
    // stdout is the report only.
    const output = process.stderr
    if (instructions !== '') log.info(displayText(`${host}: ${instructions}`, true), { output })
    const answers: string[] = []
    for (const question of questions) {
      const message = displayText(`${host} asks: ${question.text}`)
      const answer = question.echo ? await text({ message, output }) : await password({ message, output })
      if (isCancel(answer)) return undefined
      answers.push(remember(answer))
    }
    return answers
  } finally {
    whileAsking?.(false)
  }
}
