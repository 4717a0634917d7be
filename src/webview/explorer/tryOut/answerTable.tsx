import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { Tried } from '../../../core/run/tried';
import { percent } from '../../shared/numbers';
import type { Send } from '../partProps';
import { Section } from '../../shared/export/section';
import { answerNames, answerRows, answerTable, type AnswerToken } from './answers';

interface AnswersProps {
  readonly tried: Tried;
  readonly send: Send;
}

/** What is answered, token by token, beside the true answer. */
export function Answers({ tried, send }: AnswersProps): JSX.Element {
  const names = answerNames(tried);
  return (
    <Section
      title={l10n.t('Answers')}
      name={`answers to ${tried.question.split('=')[0]}`}
      send={send}
      table={() => answerTable(tried)}
    >
      <div class="table-box" tabIndex={0} role="region" aria-label={l10n.t('Answers, table')}>
        <table class="answers">
          <thead>
            <tr>
              <th scope="col" />
              {names.map((name, i) => (
                <th key={name} scope="col">
                  {i === 0 ? l10n.t('sign') : name}
                </th>
              ))}
              <th scope="col" />
            </tr>
          </thead>
          <tbody>
            <tr class="true-answer">
              <th scope="row">{l10n.t('true')}</th>
              {Array.from(tried.true_answer, (token, i) => (
                <td key={i}>
                  <span class="answer-token">{token}</span>
                </td>
              ))}
              <td />
            </tr>
            {answerRows(tried).map(({ name, tokens, isRight }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {tokens.map((token, i) => (
                  <Cell key={i} token={token} />
                ))}
                <td class="judgement">{isRight ? l10n.t('✓ right') : l10n.t('✗ wrong')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="faint">
        {l10n.t(
          'Each token is predicted with the true ones before it in the context, so that one wrong digit does not lead to the next. Below it stands its probability.',
        )}
      </p>
    </Section>
  );
}

function Cell({ token: { token, probability, ofTrue, isWrong, isChanged } }: { readonly token: AnswerToken }) {
  const kind = `${isWrong ? 'wrong' : ''} ${isChanged ? 'changed' : ''}`;
  const text = isWrong
    ? l10n.t('{0}, wrong; the true token has {1}', percent(probability), percent(ofTrue))
    : percent(probability);
  return (
    <td class={kind} title={text}>
      <span class="answer-token">
        {token}
        {isWrong && (
          <span class="wrong-mark" role="img" aria-label={l10n.t('wrong')}>
            ✗
          </span>
        )}
      </span>
      <span class="probability">{percent(probability)}</span>
    </td>
  );
}
